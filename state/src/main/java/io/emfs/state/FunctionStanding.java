package io.emfs.state;

/**
 * All that the policy remembers of one function. Immutable; times are event times in epoch ms.
 *
 * @param cpus that its processes may run on, as in {@link InstanceStarted}
 * @param learnedMs end of the last window that went into its profile
 * @param calibration of its forecasts
 */
public record FunctionStanding(
        QueuePlacement placement,
        Demand demand,
        MissTally misses,
        PromotionHold hold,
        long cpus,
        long learnedMs,
        Calibration calibration) {

    public static FunctionStanding of(QueuePlacement placement) {
        return new FunctionStanding(
                placement,
                Demand.UNKNOWN,
                MissTally.EMPTY,
                PromotionHold.NONE,
                InstanceStarted.UNKNOWN_CPUS,
                0,
                Calibration.NONE);
    }

    /** After a start on these CPUs. */
    public FunctionStanding on(long newCpus) {
        return new FunctionStanding(placement, demand, misses, hold, newCpus, learnedMs, calibration);
    }

    /** After a window that ended then went into the profile. */
    public FunctionStanding learned(long newLearnedMs) {
        return new FunctionStanding(placement, demand, misses, hold, cpus, newLearnedMs, calibration);
    }

    /** Whether there is a CPU on which both may run, as far as that is known. */
    public boolean mayShareCpuWith(FunctionStanding other) {
        return cpus == InstanceStarted.UNKNOWN_CPUS
                || other.cpus == InstanceStarted.UNKNOWN_CPUS
                || (cpus & other.cpus) != 0;
    }

    public FunctionStanding with(QueuePlacement newPlacement) {
        return new FunctionStanding(newPlacement, demand, misses, hold, cpus, learnedMs, calibration);
    }

    public FunctionStanding with(Demand newDemand) {
        return new FunctionStanding(placement, newDemand, misses, hold, cpus, learnedMs, calibration);
    }

    public FunctionStanding with(MissTally newMisses) {
        return new FunctionStanding(placement, demand, newMisses, hold, cpus, learnedMs, calibration);
    }

    public FunctionStanding with(PromotionHold newHold) {
        return new FunctionStanding(placement, demand, misses, newHold, cpus, learnedMs, calibration);
    }

    public FunctionStanding with(Calibration newCalibration) {
        return new FunctionStanding(placement, demand, misses, hold, cpus, learnedMs, newCalibration);
    }
}

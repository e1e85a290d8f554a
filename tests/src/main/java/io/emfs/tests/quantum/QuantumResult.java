package io.emfs.tests.quantum;

/**
 * What was measured.
 *
 * @param beside on the core where the agent itself runs, otherwise idle
 * @param look what a function loses when eMFS looks at its CPU: the wake-up of the agent and the look itself
 * @param sample the same for one sample of a cpu-clock event
 * @param noise the same for nothing
 * @param switchWithout a context switch between threads without perf events
 * @param switchMore what it takes more with them
 */
public record QuantumResult(
        OvershootResult idle,
        OvershootResult saturated,
        OvershootResult beside,
        Figures look,
        Figures sample,
        Figures noise,
        Figures rivalIdle,
        Figures rivalSaturated,
        Figures switchWithout,
        Figures switchMore) {
    /** Samples per second that keep the overshoot at 1 ms. */
    static final double SAMPLES_PER_SECOND = 1_000;

    private static final double NS_PER_S = 1e9;

    /** Part of a core that had one expiring quantum after another: the programs, and the looks. */
    public double accountingCoreFraction() {
        return Math.max(fraction(idle), fraction(saturated));
    }

    /** The same for a sampler on each CPU. */
    public double samplerCoreFraction() {
        return sample.p50Ns() * SAMPLES_PER_SECOND / NS_PER_S;
    }

    private double fraction(OvershootResult of) {
        return of.programsFraction() + of.looksPerSecond() * look.p50Ns() / NS_PER_S;
    }
}

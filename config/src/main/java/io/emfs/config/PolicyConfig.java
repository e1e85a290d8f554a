package io.emfs.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * {@code policy}: how the queues are worked.
 *
 * @param percentileWindow the {@code windows[].name} whose SLO percentile drives promotions and demotions
 * @param promoteAfter SLO misses in a row that promote
 * @param demoteAfter windows in a row below half the bound that demote
 * @param coolDown shortest time between two moves of one function
 * @param starvationLimit longest time a runnable thread may wait before it is boosted
 */
public record PolicyConfig(
        Mode mode,
        Ranking ranking,
        Late late,
        RtThrottling rtThrottling,
        String percentileWindow,
        int promoteAfter,
        int demoteAfter,
        Duration coolDown,
        Duration starvationLimit)
        implements Serializable {

    /** Real-time queues, nice levels, or the first where the function's cgroup permits it. */
    public enum Mode {
        AUTO,
        RT,
        FAIR
    }

    /** Order of functions inside a queue's band. */
    public enum Ranking {
        PREDICTED_DEMAND,
        NONE
    }

    /** What becomes of a request that can no longer meet its SLO. */
    public enum Late {
        YIELD,
        KEEP
    }

    /** {@code auto}: off while eMFS runs where the fair server guards other tasks; {@code keep}: never touched. */
    public enum RtThrottling {
        AUTO,
        KEEP
    }
}

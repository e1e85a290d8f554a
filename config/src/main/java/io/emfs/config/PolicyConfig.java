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
 * @param audit what the log {@code audit.jsonl} in the state directory holds
 */
public record PolicyConfig(
        Mode mode,
        Ranking ranking,
        Quanta quanta,
        Late late,
        RtThrottling rtThrottling,
        String percentileWindow,
        int promoteAfter,
        int demoteAfter,
        Duration coolDown,
        Duration starvationLimit,
        Audit audit)
        implements Serializable {
    /** Quick to promote, slow to demote. */
    public static final PolicyConfig DEFAULT = new PolicyConfig(
            Mode.AUTO,
            Ranking.PREDICTED_DEMAND,
            Quanta.ENFORCE,
            Late.YIELD,
            RtThrottling.AUTO,
            "fast",
            2,
            5,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Audit.FUNCTIONS);

    private static final ValueType<Integer> COUNT = ValueType.integer(1, Integer.MAX_VALUE);

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

    /** Whether a thread that uses up its queue's quantum within one request leaves that queue for the next one. */
    public enum Quanta {
        ENFORCE,
        KEEP
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

    /** Each function's moves, each thread's too, or nothing. */
    public enum Audit {
        FUNCTIONS,
        THREADS,
        OFF
    }

    static PolicyConfig read(Section at) {
        return new PolicyConfig(
                at.optional("mode", ValueType.oneOf(Mode.class), DEFAULT.mode).value(),
                at.optional("ranking", ValueType.oneOf(Ranking.class), DEFAULT.ranking)
                        .value(),
                at.optional("quanta", ValueType.oneOf(Quanta.class), DEFAULT.quanta)
                        .value(),
                at.optional("late", ValueType.oneOf(Late.class), DEFAULT.late).value(),
                at.optional("rt-throttling", ValueType.oneOf(RtThrottling.class), DEFAULT.rtThrottling)
                        .value(),
                at.optional("percentile-window", ValueType.text(), DEFAULT.percentileWindow)
                        .value(),
                at.optional("promote-after", COUNT, DEFAULT.promoteAfter).value(),
                at.optional("demote-after", COUNT, DEFAULT.demoteAfter).value(),
                at.optional("cool-down", ValueType.positiveDuration(), DEFAULT.coolDown)
                        .value(),
                at.optional("starvation-limit", ValueType.positiveDuration(), DEFAULT.starvationLimit)
                        .value(),
                at.optional("audit", ValueType.oneOf(Audit.class), DEFAULT.audit)
                        .value());
    }
}

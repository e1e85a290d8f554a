package io.emfs.tests.workload;

import java.util.Locale;

/** Who runs, and who schedules. */
public enum Policy {
    /** The short function alone under the default scheduler: what it would get without interference. */
    IDEAL(Rank.NORMAL, Rank.NORMAL),
    /** The kernel's fair scheduler, and nobody else. */
    DEFAULT(Rank.NORMAL, Rank.NORMAL),
    /** Both functions in SCHED_FIFO, at one priority. */
    FIFO(Rank.FIFO, Rank.FIFO),
    /** Both functions in SCHED_RR, at one priority. */
    RR(Rank.ROUND_ROBIN, Rank.ROUND_ROBIN),
    /** The fair scheduler, told by hand which function is the short one. */
    NICE(Rank.LEAST_NICE, Rank.NICEST),
    /** The {@link SchedulerUnderTest}. */
    EMFS(Rank.NORMAL, Rank.NORMAL);

    private final Rank shortRank;
    private final Rank longRank;

    Policy(Rank shortRank, Rank longRank) {
        this.shortRank = shortRank;
        this.longRank = longRank;
    }

    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How a function's process starts. */
    Rank rankOf(String function) {
        return function.equals(InterferenceOptions.SHORT) ? shortRank : longRank;
    }
}

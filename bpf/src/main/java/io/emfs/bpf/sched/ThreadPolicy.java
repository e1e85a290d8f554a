package io.emfs.bpf.sched;

import io.emfs.config.SchedulingClass;

/**
 * How Linux schedules one thread.
 *
 * @param policy the sched(7) number without flags: {@link #OTHER}, {@link #FIFO}, {@link #RR}, or another (batch, idle, deadline)
 * @param priority 1…99 for FIFO and RR, else 0
 * @param nice −20…19; only of consequence outside FIFO and RR
 * @param resetOnFork SCHED_RESET_ON_FORK
 * @param sliceNs EEVDF's slice, ns: what the thread asks to run at a stretch; 0 = the kernel's default, and for FIFO and RR
 */
public record ThreadPolicy(int policy, int priority, int nice, boolean resetOnFork, long sliceNs) {
    public static final int OTHER = 0;
    public static final int FIFO = 1;
    public static final int RR = 2;
    public static final int DEADLINE = 6;

    /** With the default slice. */
    public ThreadPolicy(int policy, int priority, int nice, boolean resetOnFork) {
        this(policy, priority, nice, resetOnFork, 0);
    }

    public static ThreadPolicy roundRobin(int priority) {
        return new ThreadPolicy(RR, priority, 0, false);
    }

    public static ThreadPolicy other(int nice) {
        return new ThreadPolicy(OTHER, 0, nice, false);
    }

    /** The sched(7) number of a configured class. */
    public static int numberOf(SchedulingClass schedulingClass) {
        return switch (schedulingClass) {
            case OTHER -> OTHER;
            case FIFO -> FIFO;
            case RR -> RR;
        };
    }

    public boolean realTime() {
        return policy == FIFO || policy == RR;
    }

    /** The same without what has no effect: equal ones schedule alike. */
    public ThreadPolicy effective() {
        return realTime() && (nice != 0 || sliceNs != 0) ? new ThreadPolicy(policy, priority, 0, resetOnFork) : this;
    }
}

package io.emfs.bpf.sched;

import io.emfs.config.SchedulingClass;

/**
 * How Linux schedules one thread.
 *
 * @param policy the sched(7) number without flags: {@link #OTHER}, {@link #FIFO}, {@link #RR}, or another (batch, idle, deadline)
 * @param priority 1…99 for FIFO and RR, else 0
 * @param nice −20…19; only of consequence outside FIFO and RR
 * @param resetOnFork SCHED_RESET_ON_FORK
 */
public record ThreadPolicy(int policy, int priority, int nice, boolean resetOnFork) {
    public static final int OTHER = 0;
    public static final int FIFO = 1;
    public static final int RR = 2;

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
}

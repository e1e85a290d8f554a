package io.emfs.state;

/**
 * The command to place one thread relative to its function's base queue. It holds until the next one for the same thread;
 * when the base queue changes meanwhile, the thread goes along.
 *
 * @param startTicks start of the thread, clock ticks since boot
 * @param drops queues below the base queue, as far as there are any; 0 = none
 * @param late whether it yields to requests that can still meet their SLO, behind {@value #LATE_DROPS} queues below its own
 */
public record ThreadChange(
        FunctionKey key, int pid, int tid, long startTicks, int drops, boolean late, ThreadCause cause, long causeNs)
        implements Command {
    /** How many queues below its own a late request lets pass: it costs those four times as long little. */
    public static final int LATE_DROPS = 2;

    /** This one, where {@code earlier} was not carried out: a request that is late stays late when a quantum ends. */
    public ThreadChange after(ThreadChange earlier) {
        return earlier.late && !toBase() ? yielding() : this;
    }

    private ThreadChange yielding() {
        return new ThreadChange(key, pid, tid, startTicks, drops, true, cause, causeNs);
    }

    /** Whether the thread is to be where its function is. */
    public boolean toBase() {
        return drops == 0 && !late;
    }
}

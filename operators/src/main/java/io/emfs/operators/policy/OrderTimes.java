package io.emfs.operators.policy;

import java.util.Arrays;

/**
 * When the functions of each queue of a node were put in order last. To sort them takes time, and among thousands a place
 * more or less is nothing: the more there are, the longer they stay as they are. One thread.
 */
final class OrderTimes {
    /** So many are sorted whenever anything changes. */
    static final int FEW = 100;

    /** Between two times, for each function: 5 s for 10 000. */
    static final long PAUSE_NS = 500_000;

    private final long[] orderedNs;
    private final boolean[] owed;

    OrderTimes(int queues) {
        orderedNs = new long[queues];
        owed = new boolean[queues];
        Arrays.fill(orderedNs, Long.MIN_VALUE / 2);
    }

    /**
     * Whether the queue is to be put in order now; else it is owed.
     *
     * @param functions of the node
     */
    boolean isDue(int queue, long nowNs, int functions) {
        boolean due = functions <= FEW || nowNs - orderedNs[queue - 1] >= functions * PAUSE_NS;
        owed[queue - 1] = !due;
        if (due) {
            orderedNs[queue - 1] = nowNs;
        }
        return due;
    }

    /** Whether something has changed in the queue since it was put in order. */
    boolean isOwed(int queue) {
        return owed[queue - 1];
    }
}

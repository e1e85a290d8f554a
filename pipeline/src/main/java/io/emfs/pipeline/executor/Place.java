package io.emfs.pipeline.executor;

import io.emfs.state.QueueChange;

/**
 * Where a function stands among others, whatever sched(7) makes of it.
 *
 * @param queue 1…n
 * @param rank 0 = served first in its queue
 * @param hasSlo without one a function stands behind all that have, late ones included, if its queue is the last
 */
record Place(int queue, int rank, boolean hasSlo) {
    static final Place NONE = new Place(QueueChange.NONE, 0, false);

    static Place of(QueueChange change) {
        return new Place(change.to(), change.rank(), change.boundNs() > 0);
    }

    boolean isNone() {
        return queue == QueueChange.NONE;
    }

    /** The same in the queue that many below, or in the {@code last}. */
    Place dropped(int queues, int last) {
        return new Place(Math.min(last, queue + queues), rank, hasSlo);
    }
}

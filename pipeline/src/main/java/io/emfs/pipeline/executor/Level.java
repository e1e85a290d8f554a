package io.emfs.pipeline.executor;

import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.config.PriorityBand;
import io.emfs.config.QueueConfig;

/**
 * What one queue does to a thread.
 *
 * @param policy the sched(7) number
 * @param low lowest priority that eMFS gives out in this queue; 0 outside real time
 * @param high highest, given by default; 0 outside real time
 * @param nice of consequence outside real time only
 */
record Level(int policy, int low, int high, int nice) {

    static Level of(QueueConfig queue) {
        int policy = ThreadPolicy.numberOf(queue.policy());
        PriorityBand band = queue.priorities();
        return band == null ? new Level(policy, 0, 0, queue.nice()) : new Level(policy, band.low(), band.high(), 0);
    }

    ThreadPolicy target() {
        return new ThreadPolicy(policy, high, nice, false);
    }

    /** Whether a thread at {@code current} may have been put there for this queue. */
    boolean covers(ThreadPolicy current) {
        return current.policy() == policy
                && (current.realTime()
                        ? current.priority() >= low && current.priority() <= high
                        : current.nice() == nice);
    }
}

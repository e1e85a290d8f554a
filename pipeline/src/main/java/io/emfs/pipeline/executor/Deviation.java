package io.emfs.pipeline.executor;

import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.state.ThreadChange;

/**
 * How one thread's place differs from its function's.
 *
 * @param drops queues below the function's
 * @param late whether it yields to all that can still meet their SLO; {@code drops} is of no consequence then
 * @param boosted whether it is before all others at present, whatever else it is
 */
record Deviation(ThreadId thread, int drops, boolean late, boolean boosted) {

    static Deviation none(ThreadId thread) {
        return new Deviation(thread, 0, false, false);
    }

    Deviation changed(ThreadChange change) {
        return new Deviation(thread, change.drops(), change.late(), boosted);
    }

    Deviation boosted(boolean now) {
        return new Deviation(thread, drops, late, now);
    }

    /** Whether it is where its function is. */
    boolean isNone() {
        return drops == 0 && !late && !boosted;
    }

    /** What the thread is given if its function stands at {@code place}. */
    ThreadPolicy target(QueueLevels levels, Place place) {
        if (boosted) {
            return levels.boost();
        }
        return late ? levels.lateTarget(place) : levels.target(place.dropped(drops, levels.queues()));
    }
}

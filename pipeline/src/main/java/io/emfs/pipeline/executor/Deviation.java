package io.emfs.pipeline.executor;

import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.state.ThreadChange;

/**
 * How one thread's place differs from its function's.
 *
 * @param drops queues below the function's
 * @param late whether it yields to those that can still meet their SLO
 * @param boosted whether it is before all others at present, whatever else it is
 */
record Deviation(ThreadId thread, int drops, boolean late, boolean boosted) {

    static Deviation none(ThreadId thread) {
        return new Deviation(thread, 0, false, false);
    }

    Deviation changed(ThreadChange change) {
        boolean yields = change.late() || (late && !change.toBase());
        return new Deviation(thread, change.drops(), yields, boosted);
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
        if (!late) {
            return levels.target(place.dropped(drops, levels.queues()));
        }
        int beyond = Math.max(0, drops - ThreadChange.LATE_DROPS); // a late one has let those pass in any case
        return levels.lateTarget(place.dropped(beyond, levels.queues()));
    }
}

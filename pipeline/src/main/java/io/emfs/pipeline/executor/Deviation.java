package io.emfs.pipeline.executor;

import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.state.ThreadChange;

/**
 * How one thread's place differs from its function's.
 *
 * @param drops queues below the function's
 * @param late whether it yields to those that can still meet their SLO
 * @param boosted whether it is before all others at present, whatever else it is
 * @param lifted whether it is where its function is at present, for others of its process wait for it
 */
record Deviation(ThreadId thread, int drops, boolean late, boolean boosted, boolean lifted) {

    static Deviation none(ThreadId thread) {
        return new Deviation(thread, 0, false, false, false);
    }

    Deviation changed(ThreadChange change) {
        boolean yields = change.late() || (late && !change.toBase());
        return new Deviation(thread, change.drops(), yields, boosted, lifted);
    }

    Deviation boosted(boolean now) {
        return new Deviation(thread, drops, late, now, lifted);
    }

    Deviation lifted(boolean now) {
        return new Deviation(thread, drops, late, boosted, now);
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
        if (lifted) {
            return levels.target(place);
        }
        if (!late) {
            return levels.target(place.dropped(drops, levels.queues()));
        }
        int beyond = Math.max(0, drops - ThreadChange.LATE_DROPS); // a late one has let those pass in any case
        return levels.lateTarget(place.dropped(beyond, levels.queues()));
    }
}

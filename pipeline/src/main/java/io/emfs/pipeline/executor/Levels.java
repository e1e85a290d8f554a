package io.emfs.pipeline.executor;

import io.emfs.bpf.sched.ThreadPolicy;
import java.util.List;

/** All places that eMFS gives to threads, as the journal tells them. Immutable. */
record Levels(List<Level> levels) {
    /** SCHED_DEADLINE of sched(7). */
    private static final int DEADLINE = 6;

    Levels {
        levels = List.copyOf(levels);
    }

    /** Whether eMFS may have put a thread at {@code current}. */
    boolean cover(ThreadPolicy current) {
        return levels.stream().anyMatch(level -> level.covers(current));
    }

    /** Real-time and none of ours: somebody meant it, hands off. */
    boolean foreign(ThreadPolicy current) {
        return privileged(current) && !cover(current);
    }

    /** Runs before all fair tasks. */
    static boolean privileged(ThreadPolicy current) {
        return current.realTime() || current.policy() == DEADLINE;
    }

    /** Equal in effect: the nice level of a real-time thread has none. */
    static boolean same(ThreadPolicy a, ThreadPolicy b) {
        return a.effective().equals(b.effective());
    }
}

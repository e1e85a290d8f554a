package io.emfs.pipeline.executor;

import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.config.QueueConfig;
import java.util.List;

/** The policies that eMFS gives to threads, by queue. Immutable. */
record Levels(List<Level> levels) {
    /** SCHED_DEADLINE of sched(7). */
    private static final int DEADLINE = 6;

    Levels {
        levels = List.copyOf(levels);
    }

    static Levels of(List<QueueConfig> queues) {
        return new Levels(queues.stream().map(Level::of).toList());
    }

    /** The policy of queue 1…n. */
    ThreadPolicy target(int queue) {
        if (queue < 1 || queue > levels.size()) {
            throw new IllegalArgumentException("queue=" + queue + ", queues=1…" + levels.size());
        }
        return levels.get(queue - 1).target();
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
        return a.policy() == b.policy()
                && a.resetOnFork() == b.resetOnFork()
                && (a.realTime() ? a.priority() == b.priority() : a.nice() == b.nice());
    }
}

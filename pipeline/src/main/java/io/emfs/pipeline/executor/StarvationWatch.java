package io.emfs.pipeline.executor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells from looks at threads which of them starve: runnable for the limit without having run. Such a thread is boosted
 * until it has had a quantum of CPU time or has nothing more to do; if it gets none even so, for {@value #MAX_QUANTA}
 * quanta. Decides only, at the times it is given; not thread-safe.
 */
final class StarvationWatch {
    private static final int MAX_QUANTA = 4;

    enum Verdict {
        FINE,
        /** It is runnable: look again at each scan. */
        SUSPECT,
        BOOST,
        BOOSTED,
        END_BOOST
    }

    private record Since(long ns, long ranNs) {}

    private final long limitNs;
    private final long quantumNs;
    private final Map<ThreadId, Since> waiting = new HashMap<>();
    private final Map<ThreadId, Since> boosted = new HashMap<>();

    StarvationWatch(long limitNs, long quantumNs) {
        this.limitNs = limitNs;
        this.quantumNs = quantumNs;
    }

    /**
     * What is to be done about the thread that looks like that now.
     *
     * @param inLine it waits for nobody but its own kind, and is only kept in mind
     */
    Verdict see(ThreadId thread, ThreadLook look, long nowNs, boolean inLine) {
        Since boost = boosted.get(thread);
        if (boost != null) {
            boolean over = !look.runnable()
                    || look.ranNs() - boost.ranNs >= quantumNs
                    || nowNs - boost.ns >= MAX_QUANTA * quantumNs;
            if (!over) {
                return Verdict.BOOSTED;
            }
            boosted.remove(thread);
            if (look.runnable()) {
                waiting.put(thread, new Since(nowNs, look.ranNs()));
            }
            return Verdict.END_BOOST;
        }
        if (!look.runnable()) {
            waiting.remove(thread);
            return Verdict.FINE;
        }
        Since since = waiting.get(thread);
        if (since == null || since.ranNs != look.ranNs()) {
            waiting.put(thread, new Since(nowNs, look.ranNs()));
            return Verdict.SUSPECT;
        }
        if (nowNs - since.ns < limitNs || inLine) {
            return Verdict.SUSPECT;
        }
        waiting.remove(thread);
        boosted.put(thread, new Since(nowNs, look.ranNs()));
        return Verdict.BOOST;
    }

    /** Whether the thread, seen waiting before, has run meanwhile. */
    boolean ranSince(ThreadId thread, ThreadLook look) {
        @Nullable Since since = waiting.get(thread);
        return since != null && since.ranNs != look.ranNs();
    }

    /** How long the thread has been seen waiting, ns. */
    long waitedNs(ThreadId thread, long nowNs) {
        @Nullable Since since = waiting.get(thread);
        return since == null ? 0 : nowNs - since.ns;
    }

    /** The thread has ended, or is none of ours. */
    void forget(ThreadId thread) {
        waiting.remove(thread);
        boosted.remove(thread);
    }

    /** Threads to look at again at the next scan. */
    List<ThreadId> suspects() {
        return List.copyOf(waiting.keySet());
    }

    /** Threads to look at again after a quantum. */
    List<ThreadId> boosted() {
        return List.copyOf(boosted.keySet());
    }
}

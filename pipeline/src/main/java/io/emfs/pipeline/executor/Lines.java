package io.emfs.pipeline.executor;

import io.emfs.bpf.monitor.RequestTotals;
import io.emfs.bpf.sched.ThreadPolicy;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells who waits in line: behind threads of its own function, at the same place and on the same CPU, which get on. One
 * request is to come to its end before the next one begins; to boost the next ones would make all of them take turns, and
 * their function later in the mean, at the cost of those above. Who waits behind another function, or behind one thread that
 * runs for the limit without an answer, is not in line. Decides only, at the times it is given; not thread-safe.
 */
final class Lines {
    private record Place(ManagedFunction function, ThreadPolicy at, int cpu) {}

    private record Answers(long count, long sinceNs) {}

    private final long limitNs;
    private final Map<Place, Long> ranNs = new HashMap<>();
    private final Map<ManagedFunction, Answers> answers = new HashMap<>();

    Lines(long limitNs) {
        this.limitNs = limitNs;
    }

    /** What the function has answered by now. Returns whether it was asked before, and requests wait that get no answers. */
    boolean stands(ManagedFunction function, RequestTotals totals, long nowNs) {
        Answers before = answers.get(function);
        if (before == null || before.count != totals.answered()) {
            answers.put(function, new Answers(totals.answered(), nowNs));
            return false;
        }
        return totals.inFlight() > 0;
    }

    /** A thread of the function at that place ran there. */
    void ran(ManagedFunction function, ThreadPolicy at, int cpu, long nowNs) {
        ranNs.put(new Place(function, at, cpu), nowNs);
    }

    /** Whether one that waits there does so for its turn. */
    boolean moves(ManagedFunction function, ThreadPolicy at, int cpu, long nowNs) {
        Long ran = ranNs.get(new Place(function, at, cpu));
        Answers answered = answers.get(function);
        return ran != null
                && nowNs - ran < limitNs
                && answered != null
                && answered.count > 0
                && nowNs - answered.sinceNs < limitNs;
    }

    /** What is too old to tell anything. */
    void forget(long nowNs) {
        ranNs.values().removeIf(ran -> nowNs - ran >= limitNs);
    }
}

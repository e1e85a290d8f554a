package io.emfs.pipeline.executor;

import io.emfs.bpf.monitor.RequestTotals;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Ends priority inversions inside a process, as far as they show from outside. A thread that left its function's queue may
 * hold what the others need: a lock, or, in a JVM, the safepoint that the collector waits for. Then the function has more
 * requests in flight than threads off its queue, and all its other threads sleep. Such a thread is lifted to its function's
 * queue for a millisecond, which is plenty to reach a safepoint, and again after {@value #PERIOD_MS} ms if that was not it.
 * A process of one thread is left alone: nobody else waits there. Of many threads, {@value #LIFTS} are lifted at a time;
 * those that reached a safepoint sleep when the next ones' time has come. All that is work for which other commands wait, so
 * looks become rarer the longer they take. One caller at a time: within the executor's turn.
 */
final class InversionGuard {
    private static final long PERIOD_MS = 10;
    private static final long LIFT_MS = 1;
    private static final long NS_PER_MS = 1_000_000;

    private static final int LIFTS = 16;

    /** Looks and lifts take at most one in so many parts of the executor's time. */
    private static final long SHARE = 20;

    /** After so many looks a process of one thread is looked at again. */
    private static final int LOOKS_BETWEEN = 100;

    private final FunctionPorts ports;
    private final ThreadLister threads;
    private final ThreadPlacer placer;
    private final LongSupplier clockNs;
    private final ExecutorMeters meters;
    private final Set<ManagedFunction> deviating = new LinkedHashSet<>();
    private final Map<ThreadId, ManagedFunction> lifted = new HashMap<>();
    private final Set<Integer> alone = new HashSet<>();
    private int looks;
    private long workNs;

    InversionGuard(
            FunctionPorts ports,
            ThreadLister threads,
            ThreadPlacer placer,
            LongSupplier clockNs,
            ExecutorMeters meters) {
        this.ports = ports;
        this.threads = threads;
        this.placer = placer;
        this.clockNs = clockNs;
        this.meters = meters;
    }

    /** A thread of the function may have left its queue. */
    void watch(ManagedFunction function) {
        deviating.add(function);
    }

    void forget() {
        deviating.clear();
        lifted.clear();
    }

    /** How long until the next {@link #check}; zero while there is nothing to look at. */
    Duration next() {
        if (!lifted.isEmpty()) {
            return Duration.ofMillis(LIFT_MS);
        }
        return deviating.isEmpty() ? Duration.ZERO : Duration.ofNanos(Math.max(PERIOD_MS * NS_PER_MS, SHARE * workNs));
    }

    /** Ends what was lifted, or else looks for what is to be. */
    void check(BooleanSupplier interlude) {
        long startNs = clockNs.getAsLong();
        if (lifted.isEmpty()) {
            look(interlude);
            workNs = clockNs.getAsLong() - startNs;
        } else {
            endLifts(interlude);
            workNs += clockNs.getAsLong() - startNs;
        }
    }

    private void endLifts(BooleanSupplier interlude) {
        Map<ThreadId, ManagedFunction> over = Map.copyOf(lifted);
        lifted.clear();
        over.forEach((thread, function) -> {
            function.lift(thread, false);
            placer.settle(function, thread, interlude);
        });
    }

    private void look(BooleanSupplier interlude) {
        if (++looks % LOOKS_BETWEEN == 0) {
            alone.clear();
        }
        deviating.removeIf(function -> function.deviations().isEmpty());
        for (ManagedFunction function : List.copyOf(deviating)) {
            List<Deviation> deviations = function.deviations();
            if (othersAwaitAnswers(function, deviations.size())) {
                byProcess(deviations).forEach((pid, off) -> look(function, pid, off, interlude));
            }
            if (!interlude.getAsBoolean()) {
                return;
            }
        }
    }

    private boolean othersAwaitAnswers(ManagedFunction function, int offQueue) {
        RequestTotals totals = ports.requests().apply(function.key());
        return totals.inFlight() > offQueue;
    }

    private Map<Integer, Map<Integer, ThreadId>> byProcess(List<Deviation> deviations) {
        Map<Integer, Map<Integer, ThreadId>> byPid = new HashMap<>();
        for (Deviation deviation : deviations) {
            ThreadId thread = deviation.thread();
            if (!deviation.boosted() && !alone.contains(thread.pid())) {
                byPid.computeIfAbsent(thread.pid(), absent -> new HashMap<>()).put(thread.tid(), thread);
            }
        }
        return byPid;
    }

    private void look(ManagedFunction function, int pid, Map<Integer, ThreadId> off, BooleanSupplier interlude) {
        switch (threads.siblings(pid, off.keySet())) {
            case NONE -> alone.add(pid);
            case RUNNABLE -> {}
            case ASLEEP -> liftSome(function, off.values(), interlude);
        }
    }

    private void liftSome(ManagedFunction function, Collection<ThreadId> threadsOff, BooleanSupplier interlude) {
        int left = LIFTS;
        for (ThreadId thread : threadsOff) {
            if (left > 0 && lift(function, thread, interlude)) {
                lifted.put(thread, function);
                left--;
            }
        }
    }

    /** False if there is nothing to put back. */
    private boolean lift(ManagedFunction function, ThreadId thread, BooleanSupplier interlude) {
        ThreadLook look = threads.look(thread.pid(), thread.tid());
        if (look == null || !look.runnable()) {
            return false;
        }
        function.lift(thread, true);
        switch (placer.settle(function, thread, interlude)) {
            case MOVED -> {
                meters.lifted(function.key());
                return true;
            }
            case GONE -> {} // and forgotten
            default -> function.lift(thread, false);
        }
        return false;
    }
}

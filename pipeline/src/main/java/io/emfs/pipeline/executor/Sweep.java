package io.emfs.pipeline.executor;

import io.emfs.bpf.Errno;
import io.emfs.bpf.NativeException;
import io.emfs.pipeline.executor.ThreadMover.Outcome;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings all threads of some processes to where their function's threads are to be, pass after pass until one meets no new
 * thread: a thread born of a parent that was not yet moved starts with the old policy. One use, one thread.
 */
final class Sweep {
    private static final int MAX_PASSES = 16;

    /** Some 50 µs of work. */
    private static final int THREADS_BETWEEN_INTERLUDES = 8;

    private final ThreadMover mover;
    private final ThreadLister lister;
    private final InstanceDirectory instances;
    private final ManagedFunction function;
    private final LongSupplier clockNs;
    private final BooleanSupplier interlude;

    private final Map<Integer, Long> processStarts = new HashMap<>();
    private final Set<Integer> seen = new HashSet<>();
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    private int refused;
    private @Nullable NativeException refusal;
    private int refusedPid;
    private boolean ended;
    private long lastMoveNs;

    /** {@code interlude} does what cannot wait for the end of a long sweep; false if the sweep is to end where it is. */
    Sweep(
            ThreadMover mover,
            ThreadLister lister,
            InstanceDirectory instances,
            ManagedFunction function,
            LongSupplier clockNs,
            BooleanSupplier interlude) {
        this.mover = mover;
        this.lister = lister;
        this.instances = instances;
        this.function = function;
        this.clockNs = clockNs;
        this.interlude = interlude;
    }

    interface Processes {
        int[] pids();
    }

    /** Ends at the first thread that is refused real time, if its function can do without. */
    Sweep run(Processes processes) {
        boolean met = true;
        for (int pass = 0; met && pass < MAX_PASSES; pass++) {
            met = false;
            for (int pid : processes.pids()) {
                met |= sweep(pid);
            }
        }
        return this;
    }

    /** Whether the process had threads not seen before. */
    private boolean sweep(int pid) {
        if (ended) {
            return false;
        }
        long processStartTicks = processStarts.computeIfAbsent(pid, this::startOf);
        if (processStartTicks == ThreadLister.GONE) {
            return false;
        }
        boolean met = false;
        int movedBefore = count(Outcome.MOVED);
        for (int tid : lister.threadsOf(pid)) {
            if (!ended && seen.add(tid)) {
                met = true;
                move(pid, processStartTicks, tid);
                ended |= seen.size() % THREADS_BETWEEN_INTERLUDES == 0 && !interlude.getAsBoolean();
            }
        }
        if (count(Outcome.MOVED) > movedBefore) {
            lastMoveNs = clockNs.getAsLong();
        }
        return met;
    }

    /** A process that was never touched is asked for whose it is: commands take their time, and numbers are given anew. */
    private long startOf(int pid) {
        long startTicks = lister.startTimeTicks(pid, pid);
        boolean ours = startTicks == ThreadLister.GONE
                || mover.knows(pid, startTicks)
                || instances.serves(function.key(), pid, startTicks);
        return ours ? startTicks : ThreadLister.GONE;
    }

    private void move(int pid, long processStartTicks, int tid) {
        forgetEarlierThread(pid, tid);
        try {
            counts.merge(
                    mover.move(pid, processStartTicks, tid, function.targetOf(tid), function.given()), 1, Integer::sum);
        } catch (NativeException e) {
            if (e.errno() == Errno.ESRCH) {
                counts.merge(Outcome.GONE, 1, Integer::sum);
            } else {
                refused++;
                refusal = e;
                refusedPid = pid;
                ended |= e.errno() == Errno.EPERM && function.mayFallBack();
            }
        }
    }

    private void forgetEarlierThread(int pid, int tid) {
        Deviation deviation = function.deviation(tid);
        if (deviation != null
                && (deviation.thread().pid() != pid
                        || deviation.thread().startTicks() != lister.startTimeTicks(pid, tid))) {
            function.forget(tid);
        }
    }

    int count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0);
    }

    int refused() {
        return refused;
    }

    /** The last of the kernel's refusals; null if there was none. */
    @Nullable
    NativeException refusal() {
        return refusal;
    }

    /** The process of that refusal; 0 if there was none. */
    int refusedPid() {
        return refusedPid;
    }

    /** Epoch ns right after the last thread was set; 0 if none was. */
    long lastMoveNs() {
        return lastMoveNs;
    }
}

package io.emfs.pipeline.executor;

import io.emfs.bpf.Errno;
import io.emfs.bpf.NativeException;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.pipeline.executor.ThreadMover.Outcome;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings all threads of some processes to one policy, pass after pass until one meets no new thread: a thread born of a
 * parent that was not yet moved starts with the old policy. One use, one thread.
 */
final class Sweep {
    private static final int MAX_PASSES = 16;

    private final ThreadMover mover;
    private final ThreadLister lister;
    private final ThreadPolicy target;
    private final List<ThreadPolicy> given;
    private final LongSupplier clockNs;

    private final Map<Integer, Long> processStarts = new HashMap<>();
    private final Set<Integer> seen = new HashSet<>();
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    private int refused;
    private @Nullable NativeException refusal;
    private long lastMoveNs;

    Sweep(ThreadMover mover, ThreadLister lister, ThreadPolicy target, List<ThreadPolicy> given, LongSupplier clockNs) {
        this.mover = mover;
        this.lister = lister;
        this.target = target;
        this.given = given;
        this.clockNs = clockNs;
    }

    interface Processes {
        int[] pids();
    }

    void run(Processes processes) {
        boolean met = true;
        for (int pass = 0; met && pass < MAX_PASSES; pass++) {
            met = false;
            for (int pid : processes.pids()) {
                met |= sweep(pid);
            }
        }
    }

    /** Whether the process had threads not seen before. */
    private boolean sweep(int pid) {
        long processStartTicks = processStarts.computeIfAbsent(pid, id -> lister.startTimeTicks(id, id));
        if (processStartTicks == ThreadLister.GONE) {
            return false;
        }
        boolean met = false;
        int movedBefore = count(Outcome.MOVED);
        for (int tid : lister.threadsOf(pid)) {
            if (seen.add(tid)) {
                met = true;
                move(pid, processStartTicks, tid);
            }
        }
        if (count(Outcome.MOVED) > movedBefore) {
            lastMoveNs = clockNs.getAsLong();
        }
        return met;
    }

    private void move(int pid, long processStartTicks, int tid) {
        try {
            counts.merge(mover.move(pid, processStartTicks, tid, target, given), 1, Integer::sum);
        } catch (NativeException e) {
            if (e.errno() == Errno.ESRCH) {
                counts.merge(Outcome.GONE, 1, Integer::sum);
            } else {
                refused++;
                refusal = e;
            }
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

    /** Epoch ns right after the last thread was set; 0 if none was. */
    long lastMoveNs() {
        return lastMoveNs;
    }
}

package io.emfs.pipeline.executor;

import io.emfs.bpf.Errno;
import io.emfs.bpf.NativeException;
import io.emfs.config.PolicyConfig.Mode;
import io.emfs.pipeline.executor.ThreadMover.Outcome;
import io.emfs.state.ChangeReason;
import io.emfs.state.QueueChange;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Moves whole functions. Where real time is preferred but not required, a function of which a thread is refused it (EPERM)
 * goes to SCHED_OTHER with all its processes, until one of its processes starts and the one that was refused is permitted
 * or gone. One caller at a time: within the executor's turn.
 */
final class FunctionMover {
    private final ManagedFunctions functions;
    private final InstanceDirectory instances;
    private final ThreadLister threads;
    private final ThreadMover mover;
    private final ThreadJournal journal;
    private final Modes modes;
    private final LongSupplier clockNs;
    private final ExecutorMeters meters;
    private final Refusals refusals = new Refusals();

    FunctionMover(
            ManagedFunctions functions,
            InstanceDirectory instances,
            ThreadLister threads,
            ThreadMover mover,
            ThreadJournal journal,
            Modes modes,
            LongSupplier clockNs,
            ExecutorMeters meters) {
        this.functions = functions;
        this.instances = instances;
        this.threads = threads;
        this.mover = mover;
        this.journal = journal;
        this.modes = modes;
        this.clockNs = clockNs;
        this.meters = meters;
    }

    Refusals refusals() {
        return refusals;
    }

    Applied move(QueueChange change, BooleanSupplier interlude) {
        ManagedFunction function = functions.of(change.key());
        function.place(change);
        Sweep sweep = function.hasFallenBack() && startsProcess(change)
                ? retry(function, change, interlude)
                : sweep(function, () -> processesOf(change), interlude);
        if (refusesRealTime(sweep) && function.mayFallBack()) {
            sweep = fallBack(function, sweep, () -> instances.pidsOf(change.key()), interlude);
        }
        report(function, sweep);
        return new Applied(
                change,
                function.mode(),
                sweep.count(Outcome.MOVED),
                sweep.count(Outcome.UNCHANGED),
                sweep.count(Outcome.GONE),
                sweep.count(Outcome.FOREIGN),
                sweep.refused(),
                sweep.count(Outcome.MOVED) == 0 ? 0 : sweep.lastMoveNs() - change.causeNs());
    }

    /** Brings threads home that were born at the place of one that deviated; how many there were. */
    int bringHeirsHome(ManagedFunction function, BooleanSupplier interlude) {
        return sweep(function, () -> instances.pidsOf(function.key()), interlude)
                .count(Outcome.MOVED);
    }

    /** A single thread of the process was refused real time. */
    void fallBack(ManagedFunction function, int pid, NativeException refusal, BooleanSupplier interlude) {
        function.fallBack(pid);
        finishFallBack(function, refusal, () -> instances.pidsOf(function.key()), interlude);
    }

    private Sweep fallBack(
            ManagedFunction function, Sweep realTime, Sweep.Processes processes, BooleanSupplier interlude) {
        function.fallBack(realTime.refusedPid());
        return finishFallBack(function, Objects.requireNonNull(realTime.refusal(), "no refusal"), processes, interlude);
    }

    private Sweep finishFallBack(
            ManagedFunction function, NativeException refusal, Sweep.Processes processes, BooleanSupplier interlude) {
        meters.refused(1, refusal);
        journal.recordLevels(modes.fair().levels());
        Sweep fair = sweep(function, processes, interlude);
        if (fair.refused() == 0) {
            refusals.reportFallBack(function.key(), refusal);
        }
        return fair;
    }

    /** While the process that was refused still is, nothing but the change's own processes is touched. */
    private Sweep retry(ManagedFunction function, QueueChange change, BooleanSupplier interlude) {
        int first = function.retryRealTime();
        Sweep sweep = sweep(function, () -> withFirst(first, instances.pidsOf(change.key())), interlude);
        return refusesRealTime(sweep) && sweep.count(Outcome.MOVED) == 0
                ? fallBack(function, sweep, () -> processesOf(change), interlude)
                : sweep;
    }

    private int[] processesOf(QueueChange change) {
        return change.concernsOneProcess() ? new int[] {change.pid()} : instances.pidsOf(change.key());
    }

    private static boolean startsProcess(QueueChange change) {
        return change.concernsOneProcess()
                || change.reason() == ChangeReason.INITIAL
                || change.reason() == ChangeReason.INSTANCE;
    }

    private static int[] withFirst(int first, int[] pids) {
        return Arrays.stream(pids).anyMatch(pid -> pid == first)
                ? IntStream.concat(IntStream.of(first), Arrays.stream(pids).filter(pid -> pid != first))
                        .toArray()
                : pids;
    }

    private Sweep sweep(ManagedFunction function, Sweep.Processes processes, BooleanSupplier interlude) {
        return new Sweep(mover, threads, instances, function, clockNs, interlude).run(processes);
    }

    private static boolean refusesRealTime(Sweep sweep) {
        NativeException refusal = sweep.refusal();
        return refusal != null && refusal.errno() == Errno.EPERM;
    }

    private void report(ManagedFunction function, Sweep sweep) {
        NativeException refusal = sweep.refusal();
        if (refusal != null) {
            meters.refused(sweep.refused(), refusal);
            refusals.report(function.key(), function.mode() == Mode.RT, refusal);
        } else if (sweep.count(Outcome.MOVED) > 0 && !function.hasFallenBack()) {
            refusals.clear(function.key());
        }
    }
}

package io.emfs.pipeline.executor;

import io.emfs.bpf.Errno;
import io.emfs.bpf.NativeException;
import io.emfs.pipeline.executor.ThreadApplied.Outcome;
import io.emfs.state.ThreadChange;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Moves single threads relative to their functions. One caller at a time: within the executor's turn. */
final class ThreadPlacer {
    private final ManagedFunctions functions;
    private final ThreadLister threads;
    private final ThreadMover mover;
    private final FunctionMover functionMover;
    private final LongSupplier clockNs;
    private final ExecutorMeters meters;

    ThreadPlacer(
            ManagedFunctions functions,
            ThreadLister threads,
            ThreadMover mover,
            FunctionMover functionMover,
            LongSupplier clockNs,
            ExecutorMeters meters) {
        this.functions = functions;
        this.threads = threads;
        this.mover = mover;
        this.functionMover = functionMover;
        this.clockNs = clockNs;
        this.meters = meters;
    }

    ThreadApplied place(ThreadChange change, BooleanSupplier interlude) {
        ManagedFunction function = functions.of(change.key());
        function.deviate(change);
        Outcome outcome = function.isPlaced() ? settle(function, ThreadId.of(change), interlude) : Outcome.NOT_PLACED;
        return new ThreadApplied(
                change, outcome, outcome == Outcome.MOVED ? clockNs.getAsLong() - change.causeNs() : 0);
    }

    /** Brings the thread to where it is to be. */
    Outcome settle(ManagedFunction function, ThreadId thread, BooleanSupplier interlude) {
        ThreadStart start = threads.startOf(thread.pid(), thread.tid());
        if (start == null || start.ticks() != thread.startTicks()) {
            function.forget(thread.tid());
            return Outcome.GONE;
        }
        try {
            return switch (mover.move(thread, start, function.targetOf(thread.tid()), function.given())) {
                case MOVED -> Outcome.MOVED;
                case UNCHANGED -> Outcome.UNCHANGED;
                case GONE -> Outcome.GONE;
                case FOREIGN -> Outcome.FOREIGN;
            };
        } catch (NativeException e) {
            return refused(function, thread, e, interlude);
        }
    }

    private Outcome refused(
            ManagedFunction function, ThreadId thread, NativeException refusal, BooleanSupplier interlude) {
        if (refusal.errno() == Errno.ESRCH) {
            function.forget(thread.tid());
            return Outcome.GONE;
        }
        if (refusal.errno() == Errno.EPERM && function.mayFallBack()) {
            functionMover.fallBack(function, thread.pid(), refusal, interlude);
        } else {
            meters.refused(1, refusal);
        }
        return Outcome.REFUSED;
    }
}

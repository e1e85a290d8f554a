package io.emfs.pipeline.executor;

import io.emfs.state.Command;
import io.emfs.state.QueueChange;
import io.emfs.state.ThreadChange;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;

/**
 * One subscription to an executor: takes commands from any thread, works them off on the scheduler. First single threads,
 * then functions, then a look for starving threads; in long work, single threads are let through in between. A single
 * thread, or a process that started, is set where its change comes from if it meets no work.
 *
 * <p>A cancelled loop ends within a few threads, and is not interrupted: an interrupt would close the journal's file.
 */
final class ExecutorLoop implements Runnable {
    /** So that functions get their turn however fast threads come and go. */
    private static final int MAX_THREADS_IN_A_ROW = 64;

    /** On the thread that brings them, which has other things to do. */
    private static final int MAX_THREADS_HERE = 4;

    private static final long NO_CHECK = Long.MAX_VALUE;

    private final Executor executor;
    private final Scheduler scheduler;
    private final Scheduler.Worker worker;
    private final FluxSink<Effect> sink;
    private final CommandQueue queue = new CommandQueue();
    private final AtomicInteger signals = new AtomicInteger();
    private final Disposable.Composite sources = Disposables.composite();

    private volatile boolean scanDue;
    private volatile boolean checkDue;
    private volatile boolean cancelled;
    private volatile boolean completed;
    private volatile @Nullable Throwable error;

    private volatile long nextCheckNs = NO_CHECK; // written while the executor does nothing else

    ExecutorLoop(Executor executor, Scheduler scheduler, FluxSink<Effect> sink) {
        this.executor = executor;
        this.scheduler = scheduler;
        this.worker = scheduler.createWorker();
        this.sink = sink;
    }

    void start(Publisher<? extends Command> commands, Publisher<?> scans) {
        sink.onDispose(this::cancel);
        sources.add(Flux.from(scans).subscribe(tick -> {
            scanDue = true;
            signal();
        }));
        sources.add(Flux.from(commands).subscribe(this::take, this::fail, this::complete));
    }

    private void take(Command command) {
        if (!queue.put(command)) {
            executor.overtaken();
        }
        boolean small = !(command instanceof QueueChange change) || change.concernsOneProcess();
        if (!small || !carryOutHere()) {
            signal();
        }
    }

    /** False if there is somebody at work, or more to do. */
    private boolean carryOutHere() {
        return executor.aloneIfIdle(() -> {
                    carryOutThreads(MAX_THREADS_HERE);
                    QueueChange change = queue.pollProcess();
                    if (change != null) {
                        executor.carryOut(change, sink::next, this::interlude);
                    }
                    scheduleCheck();
                })
                && queue.isEmpty();
    }

    private void fail(Throwable cause) {
        error = cause;
        complete();
    }

    private void complete() {
        completed = true;
        signal();
    }

    private void cancel() {
        cancelled = true;
        sources.dispose();
        signal();
    }

    private void signal() {
        if (signals.getAndIncrement() == 0) {
            try {
                worker.schedule(this);
            } catch (RejectedExecutionException closed) {
                sources.dispose();
            }
        }
    }

    @Override
    public void run() {
        int seen;
        do {
            seen = signals.get();
            executor.alone(this::work); // a cancelled one too: after its end nobody sets a thread elsewhere
            if (cancelled) {
                worker.dispose(); // with signals left uncounted nobody schedules anything again
                return;
            }
            if (completed && queue.isEmpty()) {
                end();
            }
        } while (signals.addAndGet(-seen) != 0);
    }

    private void work() {
        boolean met = true;
        while (met && !cancelled) {
            met = carryOutThreads(MAX_THREADS_IN_A_ROW);
            QueueChange change = queue.pollFunction();
            if (change != null) {
                met = true;
                executor.carryOut(change, sink::next, this::interlude);
            }
        }
        if (scanDue && !cancelled) {
            scanDue = false;
            executor.scan(sink::next, this::interlude);
        }
        if (checkDue && !cancelled) {
            checkDue = false;
            nextCheckNs = NO_CHECK;
            executor.check(this::interlude);
        }
        scheduleCheck();
    }

    private boolean interlude() {
        carryOutThreads(MAX_THREADS_IN_A_ROW);
        return !cancelled;
    }

    /** Whether there were any. */
    private boolean carryOutThreads(int limit) {
        int count = 0;
        for (ThreadChange change; count < limit && !cancelled && (change = queue.pollThread()) != null; count++) {
            executor.carryOut(change, sink::next, this::interlude);
        }
        return count > 0;
    }

    /** One that becomes due before the one that is under way is not to wait for it. */
    private void scheduleCheck() {
        long delayNs = executor.nextCheckNs();
        if (delayNs == 0 || cancelled) {
            return;
        }
        long dueNs = scheduler.now(TimeUnit.NANOSECONDS) + delayNs;
        if (dueNs < nextCheckNs) {
            nextCheckNs = dueNs;
            try {
                worker.schedule(() -> checkAt(dueNs), delayNs, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closed) {
                sources.dispose();
            }
        }
    }

    private void checkAt(long dueNs) {
        if (dueNs == nextCheckNs) { // else another took its place
            checkDue = true;
            signal();
        }
    }

    private void end() {
        Throwable cause = error;
        if (cause == null) {
            sink.complete();
        } else {
            sink.error(cause);
        }
    }
}

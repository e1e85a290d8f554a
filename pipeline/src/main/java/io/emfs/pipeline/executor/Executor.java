package io.emfs.pipeline.executor;

import io.emfs.config.PolicyConfig;
import io.emfs.config.QueueConfig;
import io.emfs.state.Command;
import io.emfs.state.FunctionKey;
import io.emfs.state.QueueChange;
import io.emfs.state.ThreadChange;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/**
 * Gives every thread of a function the place of the function's queue and rank, and single threads places relative to it, as
 * sched_setattr(2) does it; sees to it that none of them starves. On the given single-threaded scheduler, where single
 * threads come first: they do not wait for long sweeps. While nothing is under way there, a single thread is set by the
 * thread that brings its change, which spares a wake-up. Times are epoch ns.
 *
 * <p>Threads that end meanwhile are counted; threads that the kernel refuses are counted and reported once per function;
 * a change that fails otherwise (the journal cannot be written) is logged, counted and given up, and its successors are
 * carried out as ever. Subscribe once per executor.
 */
public final class Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Executor.class);

    private final FunctionPorts ports;
    private final FunctionMover functionMover;
    private final ThreadPlacer placer;
    private final StarvationGuard guard;
    private final InversionGuard inversions;
    private final ManagedFunctions functions;
    private final ExecutorMeters meters;
    private final Scheduler scheduler;
    private final ReentrantLock turn = new ReentrantLock();

    /**
     * An executor that has changed nothing yet.
     *
     * @param scheduler runs one task at a time, e.g. {@code Schedulers.newSingle("emfs-executor")}
     * @param clockNs epoch ns, the clock of {@link Command#causeNs()}
     * @throws java.io.UncheckedIOException if the journal cannot be written
     */
    public Executor(
            List<QueueConfig> queues,
            PolicyConfig policy,
            FunctionPorts functionPorts,
            ThreadPorts threadPorts,
            ThreadJournal journal,
            MeterRegistry registry,
            Scheduler scheduler,
            LongSupplier clockNs) {
        this.ports = functionPorts;
        this.scheduler = scheduler;
        this.meters = new ExecutorMeters(registry);
        Modes modes = Modes.of(policy.mode(), queues, threadPorts.scheduler().hasSlices());
        Levels levels = modes.levels(modes.preferred()).levels();
        ThreadMover mover = new ThreadMover(threadPorts, journal, levels);
        this.functions = new ManagedFunctions(modes);
        this.functionMover = new FunctionMover(
                functions, functionPorts.instances(), threadPorts.threads(), mover, journal, modes, clockNs, meters);
        this.placer = new ThreadPlacer(functions, threadPorts.threads(), mover, functionMover, clockNs, meters);
        this.guard = new StarvationGuard(
                policy.starvationLimit(),
                queues.get(0).quantum(),
                functions,
                functionPorts,
                threadPorts.threads(),
                placer,
                functionMover,
                clockNs,
                meters);
        this.inversions = new InversionGuard(functionPorts, threadPorts.threads(), placer, clockNs, meters);
        journal.recordLevels(levels);
    }

    /** How often starving threads are to be looked for. */
    public static Duration scanPeriod(PolicyConfig policy) {
        return StarvationGuard.scanPeriod(policy.starvationLimit());
    }

    /**
     * Carries out the newest change of each thread and each function, in the order in which they came; older ones are
     * skipped.
     */
    public Flux<Effect> apply(Flux<? extends Command> commands) {
        return apply(commands, Flux.never());
    }

    /** Does so, and looks for starving threads at each of {@code scans}. */
    public Flux<Effect> apply(Flux<? extends Command> commands, Flux<?> scans) {
        return Flux.push(sink -> new ExecutorLoop(this, scheduler, sink).start(commands, scans));
    }

    /** Functions that the kernel refuses at present. */
    public Set<FunctionKey> refusedFunctions() {
        return functionMover.refusals().functions();
    }

    /** Functions that the kernel refuses real time at present, and that do without. */
    public Set<FunctionKey> fallenBackFunctions() {
        return functionMover.refusals().fallenBack();
    }

    /** Does something to functions' threads while the executor does nothing; waits for what is under way. */
    public void alone(Runnable work) {
        turn.lock();
        try {
            work.run();
        } finally {
            turn.unlock();
        }
    }

    /** Does so if nothing is under way; else, or if the caller is what is under way, false. */
    boolean aloneIfIdle(Runnable work) {
        if (turn.isHeldByCurrentThread() || !turn.tryLock()) {
            return false;
        }
        try {
            work.run();
        } finally {
            turn.unlock();
        }
        return true;
    }

    /**
     * Knows of no function any more, so that nothing moves the threads that its owner puts back; the next commands are as
     * the first ones. While the executor does nothing else ({@link #alone}).
     */
    public void forget() {
        guard.forget();
        inversions.forget();
        functions.forget();
    }

    void carryOut(ThreadChange change, Consumer<Effect> effects, BooleanSupplier interlude) {
        try {
            ThreadApplied applied = placer.place(change, interlude);
            inversions.watch(functions.of(change.key()));
            if (ports.measured().test(change.key())) {
                meters.applied(applied);
            }
            effects.accept(applied);
        } catch (RuntimeException e) {
            meters.failed();
            LOG.error("thread {} of {} was not placed: {}", change.tid(), change.key(), e.getMessage(), e);
        }
    }

    void carryOut(QueueChange change, Consumer<Effect> effects, BooleanSupplier interlude) {
        try {
            Applied applied = functionMover.move(change, interlude);
            if (ports.measured().test(change.key())) {
                meters.applied(applied);
            }
            ports.placements().placed(change.key(), change.to(), change.demandNs());
            effects.accept(applied);
        } catch (RuntimeException e) {
            meters.failed();
            LOG.error("{} did not get to p{}: {}", change.key(), change.to(), e.getMessage(), e);
        }
    }

    void scan(Consumer<Effect> effects, BooleanSupplier interlude) {
        try {
            guard.scan(effects, interlude);
        } catch (RuntimeException e) {
            meters.failed();
            LOG.error("looking for starving threads failed: {}", e.getMessage(), e);
        }
    }

    /** Ends boosts, and looks for threads that others wait for. */
    void check(BooleanSupplier interlude) {
        try {
            guard.endBoosts(interlude);
            inversions.check(interlude);
        } catch (RuntimeException e) {
            meters.failed();
            LOG.error("a boosted or lifted thread was not put back: {}", e.getMessage(), e);
        }
    }

    /** How long until the next {@link #check}, ns; 0 if there is nothing to look at. */
    long nextCheckNs() {
        long boostsNs = guard.boostCheckNs();
        long inversionsNs = inversions.next().toNanos();
        return boostsNs == 0 || inversionsNs == 0 ? boostsNs + inversionsNs : Math.min(boostsNs, inversionsNs);
    }

    void overtaken() {
        meters.conflated(1);
    }
}

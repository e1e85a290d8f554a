package io.emfs.pipeline.executor;

import io.emfs.bpf.NativeException;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.config.QueueConfig;
import io.emfs.pipeline.executor.ThreadMover.Outcome;
import io.emfs.state.FunctionKey;
import io.emfs.state.QueueChange;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;

/**
 * Gives every thread of a function the policy of the function's queue, as sched_setscheduler(2) does it. One change at a
 * time, on the given single-threaded scheduler. Times are epoch ns.
 *
 * <p>Threads that end meanwhile are counted; threads that the kernel refuses are counted and reported once per function;
 * a change that fails otherwise (the journal cannot be written) is logged, counted and given up, and its successors are
 * carried out as ever. Subscribe once per executor.
 */
public final class Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Executor.class);

    private final InstanceDirectory instances;
    private final ThreadPorts ports;
    private final ThreadMover mover;
    private final Levels levels;
    private final ExecutorMeters meters;
    private final Scheduler scheduler;
    private final LongSupplier clockNs;
    private final Predicate<FunctionKey> measured;

    private final Refusals refusals = new Refusals();
    private final Map<FunctionKey, List<ThreadPolicy>> given = new HashMap<>();

    /**
     * An executor that has changed nothing yet.
     *
     * @param scheduler runs one task at a time, e.g. {@code Schedulers.newSingle("emfs-executor")}
     * @param clockNs epoch ns, the clock of {@link QueueChange#causeNs()}
     * @param measured functions whose changes show in the meters
     * @throws java.io.UncheckedIOException if the journal cannot be written
     */
    public Executor(
            List<QueueConfig> queues,
            InstanceDirectory instances,
            ThreadPorts ports,
            ThreadJournal journal,
            MeterRegistry registry,
            Scheduler scheduler,
            LongSupplier clockNs,
            Predicate<FunctionKey> measured) {
        this.instances = instances;
        this.ports = ports;
        this.levels = Levels.of(queues);
        this.mover = new ThreadMover(ports, journal, levels);
        this.meters = new ExecutorMeters(registry);
        this.scheduler = scheduler;
        this.clockNs = clockNs;
        this.measured = measured;
        journal.recordLevels(levels);
    }

    /** Carries out the newest change of each function, in the order in which functions came; older ones are skipped. */
    public Flux<Applied> apply(Flux<QueueChange> changes) {
        return Flux.defer(() -> {
            Conflation conflation = new Conflation();
            return changes.filter(change -> isFirst(conflation, change))
                    .map(QueueChange::key)
                    .onBackpressureBuffer() // one token per function at most: the functions bound it
                    .publishOn(scheduler)
                    .handle((token, sink) -> applyOne(conflation.take(token), sink));
        });
    }

    /** Functions that the kernel refuses at present. */
    public Set<FunctionKey> refusedFunctions() {
        return refusals.functions();
    }

    private boolean isFirst(Conflation conflation, QueueChange change) {
        boolean first = conflation.put(change);
        if (!first) {
            meters.conflated(1);
        }
        return first;
    }

    private void applyOne(QueueChange change, SynchronousSink<Applied> sink) {
        try {
            Applied applied = applyOne(change);
            if (measured.test(change.key())) {
                meters.applied(applied);
            }
            sink.next(applied);
        } catch (RuntimeException e) {
            meters.failed();
            LOG.error("{} did not get to p{}: {}", change.key(), change.to(), e.getMessage(), e);
        }
    }

    private Applied applyOne(QueueChange change) {
        ThreadPolicy target = levels.target(change.to());
        Sweep sweep = new Sweep(mover, ports.threads(), target, inheritable(change, target), clockNs);
        sweep.run(() ->
                change.pid() == QueueChange.ALL_INSTANCES ? instances.pidsOf(change.key()) : new int[] {change.pid()});
        report(change.key(), target, sweep);
        return new Applied(
                change,
                sweep.count(Outcome.MOVED),
                sweep.count(Outcome.UNCHANGED),
                sweep.count(Outcome.GONE),
                sweep.count(Outcome.FOREIGN),
                sweep.refused(),
                sweep.count(Outcome.MOVED) == 0 ? 0 : sweep.lastMoveNs() - change.causeNs());
    }

    /** The function's level up to now, the one before it, and the one it is getting. */
    private List<ThreadPolicy> inheritable(QueueChange change, ThreadPolicy target) {
        List<ThreadPolicy> policies = given.computeIfAbsent(change.key(), key -> new ArrayList<>());
        if (policies.isEmpty() && change.from() != QueueChange.NONE) {
            policies.add(levels.target(change.from())); // given by an earlier run of the agent
        }
        policies.remove(target);
        policies.add(target);
        while (policies.size() > 3) {
            policies.remove(0);
        }
        return policies;
    }

    private void report(FunctionKey key, ThreadPolicy target, Sweep sweep) {
        NativeException refusal = sweep.refusal();
        if (refusal != null) {
            meters.refused(sweep.refused(), refusal);
            refusals.report(key, target, refusal);
        } else if (sweep.count(Outcome.MOVED) > 0) {
            refusals.clear(key);
        }
    }
}

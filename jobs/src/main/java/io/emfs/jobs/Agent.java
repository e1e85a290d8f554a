package io.emfs.jobs;

import io.emfs.bpf.guard.Guard;
import io.emfs.bpf.guard.GuardProgram;
import io.emfs.bpf.monitor.EpochClock;
import io.emfs.bpf.monitor.HookStatus;
import io.emfs.bpf.monitor.NodeEventListener;
import io.emfs.bpf.monitor.ProcessTable;
import io.emfs.bpf.monitor.RequestMonitor;
import io.emfs.bpf.proc.TaskIterator;
import io.emfs.bpf.sched.LinuxThreadScheduler;
import io.emfs.bpf.sched.OwnThreads;
import io.emfs.bpf.sched.ThreadScheduler;
import io.emfs.config.EmfsConfig;
import io.emfs.config.LoadedConfig;
import io.emfs.config.PolicyConfig.Audit;
import io.emfs.jobs.recording.EventRecorder;
import io.emfs.jobs.recording.NodeRecording;
import io.emfs.pipeline.audit.AuditLog;
import io.emfs.pipeline.channel.LocalChannel;
import io.emfs.pipeline.channel.LocalChannels;
import io.emfs.pipeline.executor.Applied;
import io.emfs.pipeline.executor.Effect;
import io.emfs.pipeline.executor.Executor;
import io.emfs.pipeline.executor.FunctionPorts;
import io.emfs.pipeline.executor.Heirs;
import io.emfs.pipeline.executor.KernelSettings;
import io.emfs.pipeline.executor.RestoreReport;
import io.emfs.pipeline.executor.Restorer;
import io.emfs.pipeline.executor.ThreadJournal;
import io.emfs.pipeline.executor.ThreadPorts;
import io.emfs.pipeline.http.NodeEndpoint;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionPlaced;
import io.emfs.state.QueueChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * eMFS on one node: monitor, executor and HTTP face in this JVM, and the job, or a link to it. {@link #close} leaves every thread and
 * kernel setting as it was and may be called from any thread, also while {@link #start} runs: it waits for it.
 *
 * <p>A guard of its own puts everything back if this JVM dies or hangs. What an earlier agent and its guard left changed,
 * because both were killed, is put back before anything is started.
 */
public final class Agent implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Agent.class);

    /** What is under way ends within a few threads, unless a core is not to be had. */
    private static final Duration EXECUTOR_END_LIMIT = Duration.ofSeconds(5);

    private static final double MS_PER_S = 1e3;
    private static final int JOURNAL_CARE_MS = 100;
    private static final int OWN_THREADS_CARE_MS = 500;

    private final EmfsConfig config;
    private final JobConfiguration started;
    private final JobSeat seat;
    private final boolean dryRun;
    private final @Nullable EventRecorder recorder;
    private final EpochClock clock = new EpochClock();
    private @Nullable LiveReload reload;

    /** Closed from the newest to the oldest. */
    private final Deque<Part> parts = new ArrayDeque<>();

    private record Part(String name, AutoCloseable closing) {}

    /**
     * With a job of its own. With {@code dryRun} it decides, but sets nothing.
     *
     * @param recorder takes the functions' events too, and is closed with the agent
     */
    public Agent(LoadedConfig loaded, boolean dryRun, @Nullable EventRecorder recorder) {
        this(JobConfiguration.asOfNow(loaded), EmbeddedJob::new, dryRun, recorder);
    }

    /**
     * For a job on a cluster. Throws {@link IllegalStateException} that names the key if the configuration does not say how to
     * reach one.
     */
    public static Agent linked(LoadedConfig loaded, boolean dryRun) {
        return new Agent(
                JobConfiguration.asOfNow(loaded, JobPlace.CLUSTER),
                started -> new LinkedJob(started.loaded().config()),
                dryRun,
                null);
    }

    private Agent(
            JobConfiguration started,
            Function<JobConfiguration, JobSeat> seat,
            boolean dryRun,
            @Nullable EventRecorder recorder) {
        this.started = started;
        this.config = started.loaded().config();
        this.dryRun = dryRun;
        this.recorder = recorder;
        if (recorder != null) {
            add("recording", recorder);
        }
        this.seat = seat.apply(started);
    }

    /** Returns when functions are being scheduled; throws, with nothing left behind, if a part does not start. */
    public synchronized void start() {
        try {
            startParts();
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Goes on with another configuration, from one point in the stream on. What has changed is logged; if any of it cannot
     * change live, that is logged, the former configuration holds, and the answer is false. So it is if the agent is closed.
     */
    public synchronized boolean reload(LoadedConfig next) {
        LiveReload parts = reload;
        return parts != null && parts.to(next);
    }

    private void startParts() throws IOException {
        StateDirectory directory = new StateDirectory(Path.of(config.state().dir())).create();
        add("working files", directory::discardWorking);
        ThreadScheduler linux = new LinuxThreadScheduler();
        @Nullable TaskIterator tasks = TaskIterator.open().orElse(null);
        if (tasks != null) {
            add("task iterator", tasks);
        }
        ThreadPorts ports = ports(dryRun ? new DryRunScheduler(linux) : linux, tasks);
        ThreadJournal journal = journalWithoutLeftovers(directory, ports);

        LocalChannel channel = LocalChannels.open(config.node());
        add("channel", () -> LocalChannels.close(config.node()));
        RoadTest roadTest = new RoadTest(config.node());
        NodeFace face = add("face", new NodeFace(config, roadTest));
        NodeEndpoint endpoint = add("http", face.listen());
        face.show(channel);
        Placements placements = new Placements(channel, clock::nowNs);
        add("job", seat.open(channel, face, placements));

        Consumer<Effect> audit = auditLog(directory, face);
        ProcessTable processes = new ProcessTable();
        KernelSettings settings = new KernelSettings(Path.of("/"), journal);
        Guard guard = dryRun ? null : add("guard", startGuard(directory, tasks, settings, placements));
        face.show(guard);
        add("restore", () -> restore(journal, ports));
        MonitorPlacements monitored = new MonitorPlacements();
        FunctionPorts functions = new FunctionPorts(
                new FunctionProcesses(processes, clock), face::totalsOf, key -> !roadTest.owns(key), monitored);
        Scheduling scheduling = startExecutor(
                channel,
                journal,
                ports,
                functions,
                roadTest,
                face,
                audit.andThen(placements::note).andThen(this::recordPlacement));
        Scheduler executorThread = scheduling.thread();
        careForJournal(journal, ports, processes);
        if (guard != null) {
            // on the executor's thread: it is its hanging that leaves threads real-time
            executorThread.schedulePeriodically(guard::renew, 0, Guard.RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
            settings.tune(config.queues(), config.policy());
        }
        RequestMonitor monitor = add(
                "monitor", RequestMonitor.start(roadTest.amend(config), processes, clock, listener(channel, roadTest)));
        monitored.started(monitor);
        if (recorder != null) {
            add("recording's losses", () -> recorder.lose(NodeRecording.droppedBy(monitor)));
        }
        face.show(monitor);
        reload = new LiveReload(
                started,
                channel,
                monitor,
                face,
                roadTest,
                clock,
                pid -> executorThread.schedule(() -> scheduling.executor().alone(() -> release(pid, journal, ports))));
        add("job's watch", seat.begin(new SeatedNode(scheduling, processes, placements, journal, ports)));
        if (!dryRun) {
            if (seat.isHere()) {
                roadTest.drive();
            }
            careForOwnThreads(() -> processes.functions().stream()
                    .filter(key -> !roadTest.owns(key))
                    .flatMapToInt(key -> Arrays.stream(processes.pidsOf(key))));
        }
        log.info(
                "{}scheduling the functions of node {}; {} of {} hooks; http://{}:{}; up after {} s",
                dryRun ? "dry run, not " : "",
                config.node(),
                monitor.hooks().stream().filter(HookStatus::attached).count(),
                monitor.hooks().size(),
                config.http().bind(),
                endpoint.port(),
                String.format(
                        Locale.ROOT,
                        "%.1f",
                        ManagementFactory.getRuntimeMXBean().getUptime() / MS_PER_S));
    }

    private ThreadJournal journalWithoutLeftovers(StateDirectory directory, ThreadPorts ports) throws IOException {
        try (ThreadJournal old = ThreadJournal.open(directory.journal(), ThreadJournal.BOOT_ID)) {
            RestoreReport report = new Restorer(ports).restore(old);
            if (report.restored() + report.sysctls() > 0) {
                log.warn("an earlier agent did not end cleanly; put back: {}", report);
            }
        }
        return add("journal", ThreadJournal.open(directory.journal(), ThreadJournal.BOOT_ID));
    }

    private static ThreadPorts ports(ThreadScheduler scheduler, @Nullable TaskIterator tasks) {
        return tasks == null ? ProcPorts.with(scheduler) : TaskPorts.with(scheduler, tasks);
    }

    private Guard startGuard(
            StateDirectory directory, @Nullable TaskIterator tasks, KernelSettings settings, Placements placements)
            throws IOException {
        List<Path> places =
                List.of(directory.journal(), directory.root(), Path.of(System.getProperty("java.io.tmpdir")));
        int link = tasks == null ? Guard.NO_LINK : tasks.link();
        return Guard.start(directory.journal(), new GuardProgram(places), link, () -> {
            settings.tune(config.queues(), config.policy());
            placements.repeat();
        });
    }

    private record Scheduling(Executor executor, Scheduler thread) {}

    /** What the job's seat asks of this agent. */
    private final class SeatedNode implements JobSeat.Node {
        private final Scheduling scheduling;
        private final ProcessTable processes;
        private final Placements placements;
        private final ThreadJournal journal;
        private final ThreadPorts ports;

        SeatedNode(
                Scheduling scheduling,
                ProcessTable processes,
                Placements placements,
                ThreadJournal journal,
                ThreadPorts ports) {
            this.scheduling = scheduling;
            this.processes = processes;
            this.placements = placements;
            this.journal = journal;
            this.ports = ports;
        }

        @Override
        public void announce() {
            synchronized (Agent.this) {
                if (reload != null) {
                    reload.announce();
                }
            }
        }

        @Override
        public void release() {
            scheduling.thread().schedule(() -> scheduling.executor().alone(this::restoreAll));
        }

        private void restoreAll() {
            placements.forget();
            scheduling.executor().forget();
            int restored = 0;
            for (FunctionKey key : processes.functions()) {
                for (int pid : processes.pidsOf(key)) {
                    restored += new Restorer(ports).release(journal, pid).restored();
                }
            }
            log.info("no job decides for this node: restored {} threads", restored);
        }

        @Override
        public void follow(JobConfiguration upgraded) {
            synchronized (Agent.this) {
                if (reload != null) {
                    reload.follow(upgraded);
                }
            }
        }
    }

    private void careForJournal(ThreadJournal journal, ThreadPorts ports, ProcessTable processes) {
        Heirs heirs = new Heirs(journal, ports.threads(), processes::forks);
        Scheduler thread = Schedulers.newSingle("emfs-journal");
        add("journal thread", thread::dispose);
        thread.schedulePeriodically(
                () -> {
                    heirs.record();
                    journal.compact(ports.threads());
                },
                JOURNAL_CARE_MS,
                JOURNAL_CARE_MS,
                TimeUnit.MILLISECONDS);
    }

    private void careForOwnThreads(Supplier<IntStream> functions) {
        OwnThreads own = new OwnThreads(functions);
        Scheduler thread = Schedulers.newSingle("emfs-own-threads");
        add("own threads", thread::dispose);
        thread.schedulePeriodically(own::raise, 0, OWN_THREADS_CARE_MS, TimeUnit.MILLISECONDS);
    }

    private Scheduling startExecutor(
            LocalChannel channel,
            ThreadJournal journal,
            ThreadPorts ports,
            FunctionPorts functions,
            RoadTest roadTest,
            NodeFace face,
            Consumer<Effect> audit) {
        Scheduler thread = Schedulers.newSingle("emfs-executor");
        add("executor thread", () -> thread.disposeGracefully().block(EXECUTOR_END_LIMIT));
        thread.schedule(OwnThreads::joinRoad);
        Executor executor = new Executor(
                config.queues(), config.policy(), functions, ports, journal, face.registry(), thread, clock::nowNs);
        Disposable running = executor.apply(channel.commands(), Flux.interval(Executor.scanPeriod(config.policy())))
                .doOnNext(face::show)
                .filter(effect -> !roadTest.owns(effect.key()))
                .doOnNext(audit)
                .subscribe(Agent::report);
        face.show(executor, running);
        add("executor", running::dispose);
        return new Scheduling(executor, thread);
    }

    private Consumer<Effect> auditLog(StateDirectory directory, NodeFace face) throws IOException {
        if (dryRun || config.policy().audit() == Audit.OFF) {
            return effect -> {};
        }
        return add("audit log", AuditLog.open(directory.root(), config.policy().audit(), face.registry()))::record;
    }

    private NodeEventListener listener(LocalChannel channel, RoadTest roadTest) {
        if (recorder == null) {
            return channel::offer;
        }
        return event -> {
            channel.offer(event);
            if (!roadTest.owns(event.key())) {
                recorder.onEvent(event);
            }
        };
    }

    /** A recording is to tell in which queue each request was served. */
    private void recordPlacement(Effect effect) {
        EventRecorder current = recorder;
        if (current != null && !dryRun && effect instanceof Applied applied) {
            QueueChange change = applied.change();
            if (change.from() != change.to()) {
                current.onEvent(new FunctionPlaced(change.key(), change.to(), clock.nowNs()));
            }
        }
    }

    private static void report(Effect effect) {
        if (effect instanceof Applied applied && applied.moved() > 0) {
            QueueChange change = applied.change();
            log.info(
                    "{} p{} → p{} ({}), {} threads, {} µs after its cause",
                    change.key().function(),
                    change.from(),
                    change.to(),
                    change.reason(),
                    applied.moved(),
                    applied.loopNs() / 1000);
        }
    }

    private static void release(int pid, ThreadJournal journal, ThreadPorts ports) {
        RestoreReport report = new Restorer(ports).release(journal, pid);
        log.info("process {} is no function's any more; restored {} threads", pid, report.restored());
    }

    private static void restore(ThreadJournal journal, ThreadPorts ports) throws IOException {
        RestoreReport report = new Restorer(ports).restore(journal);
        log.info("restored {} threads and {} kernel settings", report.restored(), report.sysctls());
        if (!report.complete()) {
            log.error("{} could not be put back; ./emfs restore tries again", report.failed());
        }
    }

    private <T extends AutoCloseable> T add(String name, T part) {
        parts.push(new Part(name, part));
        return part;
    }

    @Override
    public synchronized void close() {
        reload = null;
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.closing().close();
            } catch (Exception e) {
                log.error("{} did not close: {}", part.name(), e.getMessage(), e);
            }
        }
    }
}

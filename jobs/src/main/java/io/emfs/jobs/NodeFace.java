package io.emfs.jobs;

import io.emfs.bpf.guard.Guard;
import io.emfs.bpf.libbpf.RunTimeStatistics;
import io.emfs.bpf.monitor.RequestMonitor;
import io.emfs.bpf.monitor.RequestTotals;
import io.emfs.config.EmfsConfig;
import io.emfs.pipeline.channel.LocalChannel;
import io.emfs.pipeline.executor.Applied;
import io.emfs.pipeline.executor.Effect;
import io.emfs.pipeline.executor.Executor;
import io.emfs.pipeline.http.ComponentHealth;
import io.emfs.pipeline.http.FunctionBoard;
import io.emfs.pipeline.http.FunctionMetrics;
import io.emfs.pipeline.http.FunctionsResource;
import io.emfs.pipeline.http.HealthResource;
import io.emfs.pipeline.http.Lease;
import io.emfs.pipeline.http.LinkResource;
import io.emfs.pipeline.http.MetricsResource;
import io.emfs.pipeline.http.MonitorResource;
import io.emfs.pipeline.http.MonitorView;
import io.emfs.pipeline.http.NodeEndpoint;
import io.emfs.pipeline.http.PeersResource;
import io.emfs.pipeline.link.agent.AgentLink;
import io.emfs.pipeline.metrics.ChannelMeters;
import io.emfs.pipeline.metrics.EmfsMeter;
import io.emfs.pipeline.metrics.HttpMeters;
import io.emfs.pipeline.metrics.LearningMeters;
import io.emfs.pipeline.metrics.LinkMeters;
import io.emfs.pipeline.metrics.MonitorMeters;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionReport;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/** What of a node can be seen over HTTP; its parts are shown as they start. Thread-safe. */
final class NodeFace implements AutoCloseable {
    private static final Duration STATISTICS_TERM = Duration.ofSeconds(10);

    private volatile EmfsConfig config;
    private final RoadTest roadTest;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final FunctionBoard board = new FunctionBoard();
    private final Map<String, Supplier<ComponentHealth>> health = new ConcurrentHashMap<>(Map.of(
            "monitor", NodeFace::starting,
            "job", NodeFace::starting,
            "executor", NodeFace::starting,
            "guard", NodeFace::starting));
    private final Lease programStatistics =
            new Lease(() -> RunTimeStatistics.enable()::close, STATISTICS_TERM, Schedulers.parallel());
    private volatile @Nullable RequestMonitor monitor;
    private volatile @Nullable AgentLink shownLink;

    NodeFace(EmfsConfig config, RoadTest roadTest) {
        this.config = config;
        this.roadTest = roadTest;
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    /** Shows the SLOs of this configuration from now on. */
    void follow(EmfsConfig next) {
        config = next;
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    NodeEndpoint listen() {
        NodeEndpoint endpoint = NodeEndpoint.start(
                config.http(),
                List.of(
                        new MetricsResource(registry, new FunctionMetrics(board, this::totalsOf)),
                        new HealthResource(this::health),
                        new FunctionsResource(board, key -> config.sloOf(key.function()), this::pidsOf, this::totalsOf),
                        new PeersResource(
                                config.monitor().maxPeers(),
                                () -> Optional.ofNullable(monitor).map(RequestMonitor::peers)),
                        new LinkResource(() -> Optional.ofNullable(shownLink)),
                        new MonitorResource(
                                () -> Optional.ofNullable(monitor).map(MonitorView::of), programStatistics)));
        new HttpMeters(endpoint).bindTo(registry);
        return endpoint;
    }

    void show(LocalChannel channel) {
        new ChannelMeters(channel).bindTo(registry);
        new LearningMeters(channel).bindTo(registry);
        channel.reports().subscribe(this::show);
    }

    void show(EmbeddedCluster cluster) {
        health.put("job", () -> cluster.running() ? up("running") : down("not running; Flink is restarting it"));
    }

    /** Also at an URL of its own. */
    void show(AgentLink link) {
        new LinkMeters(link, config.node()).bindTo(registry);
        health.put(
                "job",
                () -> new ComponentHealth(link.status().up(), link.status().text()));
        shownLink = link;
    }

    void show(RequestMonitor started) {
        monitor = started;
        new MonitorMeters(started, config.node()).bindTo(registry);
        health.put("monitor", () -> started.alive() ? up("watching") : down("the ring reader has stopped"));
    }

    /** Null if there is nothing to guard against: a dry run changes nothing. */
    void show(@Nullable Guard guard) {
        if (guard == null) {
            health.put("guard", () -> up("not needed: nothing is changed"));
            return;
        }
        FunctionCounter.builder(EmfsMeter.GUARD_LAPSES.meterName(), guard, Guard::lapses)
                .register(registry);
        health.put("guard", () -> guard.trouble().map(NodeFace::down).orElseGet(() -> up("watching")));
    }

    void show(Executor executor, Disposable running) {
        health.put("executor", () -> running.isDisposed() ? down("stopped") : up(stateOf(executor)));
    }

    private static String stateOf(Executor executor) {
        String state = executor.refusedFunctions().isEmpty()
                ? "applying"
                : "the kernel refuses " + executor.refusedFunctions();
        return executor.fallenBackFunctions().isEmpty()
                ? state
                : state + "; without real time, which the kernel refuses them: " + executor.fallenBackFunctions();
    }

    void show(Effect effect) {
        if (effect instanceof Applied applied) {
            show(applied);
        }
    }

    private void show(Applied applied) {
        roadTest.onApplied(applied);
        if (roadTest.owns(applied.change().key())) {
            return;
        }
        board.place(applied.change().key(), applied.change().to(), applied.mode());
    }

    private void show(FunctionReport report) {
        if (!roadTest.owns(report.summary().key())) {
            board.update(report);
        }
    }

    @Override
    public void close() {
        programStatistics.close();
    }

    private int[] pidsOf(FunctionKey key) {
        RequestMonitor current = monitor;
        return current == null ? new int[0] : current.processes().pidsOf(key);
    }

    /** None before the monitor is shown. */
    RequestTotals totalsOf(FunctionKey key) {
        RequestMonitor current = monitor;
        return current == null ? RequestTotals.NONE : current.totals(key);
    }

    private Map<String, ComponentHealth> health() {
        Map<String, ComponentHealth> states = new ConcurrentHashMap<>();
        health.forEach((component, state) -> states.put(component, state.get()));
        return states;
    }

    private static ComponentHealth starting() {
        return down("starting");
    }

    private static ComponentHealth up(String detail) {
        return new ComponentHealth(true, detail);
    }

    private static ComponentHealth down(String detail) {
        return new ComponentHealth(false, detail);
    }
}

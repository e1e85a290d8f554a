package io.emfs.tests.scale;

import io.emfs.tests.agent.AgentProcess;
import io.emfs.tests.workload.ManyConnections;
import io.emfs.tests.workload.ManyConnections.Exchanged;
import io.emfs.tests.workload.ManyFunctions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Carries out a {@link ScalePlan} against a whole agent, which schedules the functions too. Blocks the calling thread. */
public record AgentScale(ScalePlan plan) {
    private static final int CLIENT_CORE = 0;
    private static final int SERVER_CORE = Runtime.getRuntime().availableProcessors() - 1;

    /** For the newest windows to close. */
    private static final Duration SETTLE = Duration.ofSeconds(3);

    private static final Duration METRICS_LIMIT = Duration.ofSeconds(60);

    public Outcome run() throws IOException, InterruptedException {
        try (AgentProcess agent = AgentProcess.of(plan.yaml(), AgentProcess.DEFAULT_PORT, List.of())) {
            agent.start();
            try (ManyFunctions functions = ManyFunctions.start(plan.basePort(), plan.functions(), SERVER_CORE)) {
                return measure(agent);
            }
        }
    }

    private Outcome measure(AgentProcess agent) throws IOException, InterruptedException {
        try (ManyConnections connections = ManyConnections.start(
                plan.basePort(), plan.functions(), plan.connections(), plan.laps(), plan.perSecond(), CLIENT_CORE)) {
            long startNs = System.nanoTime();
            Exchanged exchanged = connections.awaitAnswers();
            double seconds = (System.nanoTime() - startNs) / (double) TimeUnit.SECONDS.toNanos(1);
            Thread.sleep(SETTLE.toMillis());
            agent.requireAlive();
            Samples samples = Samples.parse(metrics(agent));
            return new Outcome(
                    agent.alive(),
                    exchanged.answered(),
                    samples.labels("emfs_function_queue", "function").size(),
                    samples.labels("emfs_function_requests_per_second", "function")
                            .size(),
                    Math.round(samples.sum("emfs_kernel_requests_total")),
                    Math.round(samples.sum("emfs_events_dropped_total")),
                    exchanged.answered() / seconds,
                    Footprint.of(agent.pid()));
        }
    }

    /** All of them: thousands of functions are many lines, and take longer than a scrape of a small node may. */
    private static String metrics(AgentProcess agent) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(agent.url() + "/metrics"))
                .timeout(METRICS_LIMIT)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    /**
     * What the agent shows.
     *
     * @param placed functions that have a queue
     * @param measured functions that have a window with requests
     */
    public record Outcome(
            boolean alive,
            long answered,
            int placed,
            int measured,
            long counted,
            long dropped,
            double requestsPerSecond,
            Footprint footprint) {}
}

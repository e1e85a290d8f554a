package io.emfs.jobs;

import io.emfs.config.ConfigLoader;
import io.emfs.config.LoadedConfig;
import io.emfs.operators.learning.BaseModel;
import io.emfs.pipeline.channel.LocalChannel;
import io.emfs.pipeline.channel.LocalChannels;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionReport;
import io.emfs.state.InstanceStarted;
import io.emfs.state.LearningReport;
import io.emfs.state.QueueChange;
import io.emfs.state.RequestAnswered;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** The scheduling job in a cluster of its own, between a channel that the test feeds and what comes out of it. */
final class RunningJob implements AutoCloseable {
    static final String NODE = "n1";
    static final FunctionKey KEY = new FunctionKey(NODE, "f");

    private static final long NS_PER_MS = 1_000_000;
    private static final long AHEAD_MS = 5_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    final List<QueueChange> changes = new CopyOnWriteArrayList<>();
    final List<FunctionReport> reports = new CopyOnWriteArrayList<>();
    /** The events' own time: ahead of the clock, which drives the watermark when there are none. */
    private long nowMs;

    private final LocalChannel channel;
    private final EmbeddedCluster cluster;

    private RunningJob(LoadedConfig loaded) {
        channel = LocalChannels.open(NODE);
        channel.commands().ofType(QueueChange.class).subscribe(changes::add);
        channel.reports().subscribe(reports::add);
        new StateDirectory(Path.of(loaded.config().state().dir())).create();
        try {
            cluster = EmbeddedCluster.start(
                    loaded.config(),
                    settings -> SchedulingJob.graph(JobConfiguration.asOfNow(loaded), BaseModel.SHIPPED, settings));
        } catch (RuntimeException e) {
            LocalChannels.close(NODE);
            throw e;
        }
    }

    static RunningJob start(LoadedConfig loaded) {
        return new RunningJob(loaded);
    }

    /** Function f has an SLO of 24 ms, which is p2. */
    static LoadedConfig config(Path stateDirectory, String more) {
        return ConfigLoader.parse("test", """
                node: n1
                functions: [{name: f, match: {port: 1}, slo: {percentile: 95, latency: 24ms}}]
                state: {dir: %s, checkpoint-interval: 1h}
                """.formatted(stateDirectory) + more, List.of());
    }

    /** Has the function miss its SLO until it is promoted to p1, and the job learn of it. */
    void promote() {
        channel.offer(new InstanceStarted(KEY, 100, now() * NS_PER_MS, 1));
        serve(5_000);
        await("p1", () -> changes.stream().anyMatch(change -> change.to() == 1));
        await("a lesson", () -> windowsLearned() > 0);
    }

    /** Requests of 30 ms, a hundred a second. */
    void serve(long durationMs) {
        for (long endMs = now() + durationMs; nowMs < endMs; nowMs += 10) {
            channel.offer(
                    new RequestAnswered(KEY, (nowMs - 30) * NS_PER_MS, 10 * NS_PER_MS, 20 * NS_PER_MS, 100, 1, false));
        }
    }

    /** A request of 30 ms that is answered now, by the clock. */
    void serveOne() {
        long arrivalNs = (System.currentTimeMillis() - 30) * NS_PER_MS;
        channel.offer(new RequestAnswered(KEY, arrivalNs, 10 * NS_PER_MS, 20 * NS_PER_MS, 100, 1, false));
    }

    /** The queue that a new process of the function is given. */
    int queueOf(int pid) {
        channel.offer(new InstanceStarted(KEY, pid, now() * NS_PER_MS, 1));
        await("a queue for " + pid, () -> answer(pid).isPresent());
        return answer(pid).orElseThrow().to();
    }

    private long now() {
        nowMs = Math.max(nowMs, System.currentTimeMillis() + AHEAD_MS);
        return nowMs;
    }

    private Optional<QueueChange> answer(int pid) {
        return changes.stream().filter(change -> change.pid() == pid).findFirst();
    }

    /** As the newest report has it. */
    long windowsLearned() {
        return reports.isEmpty() ? 0 : reports.get(reports.size() - 1).profile().windows();
    }

    /** As the agent is shown it. */
    LearningReport learning() {
        return channel.learning();
    }

    boolean running() {
        return cluster.running();
    }

    Optional<JobConfiguration> successor() {
        return cluster.takeSuccessor();
    }

    static void await(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + what);
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted: " + what, e);
            }
        }
    }

    @Override
    public void close() {
        cluster.close();
        LocalChannels.close(NODE);
    }
}

package io.emfs.operators.policy;

import io.emfs.config.LearningConfig;
import io.emfs.config.PolicyConfig;
import io.emfs.config.QueueConfig;
import io.emfs.config.Slo;
import io.emfs.state.Command;
import io.emfs.state.FunctionKey;
import io.emfs.state.InstanceExited;
import io.emfs.state.InstanceStarted;
import io.emfs.state.Percentiles;
import io.emfs.state.QueueChange;
import io.emfs.state.RequestPercentiles;
import io.emfs.state.ThreadCause;
import io.emfs.state.ThreadEvent;
import io.emfs.state.WindowSummary;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A node whose windows the test writes: 1 s long, every 200 ms, function by function. */
final class SimulatedNode {
    static final String NODE = "node";
    static final int SLIDE_MS = 200;
    static final int SIZE_MS = 1_000;

    final List<Command> commands = new ArrayList<>();
    private final Map<String, Slo> slos = new HashMap<>();
    private final NodeScheduler scheduler;
    private HeapMemory memory = new HeapMemory(PolicyFixtures.SIX_QUEUES.size(), () -> null, LessonLog.NONE);

    SimulatedNode(PolicyConfig policy, List<QueueConfig> queues) {
        this(policy, queues, LearningConfig.DEFAULT);
    }

    SimulatedNode(PolicyConfig policy, List<QueueConfig> queues, LearningConfig learning) {
        this.scheduler = new NodeScheduler(policy, queues, PolicyFixtures.WINDOWS, learning);
    }

    static FunctionKey key(String function) {
        return new FunctionKey(NODE, function);
    }

    void start(String function, long sloMs, long atMs) {
        slos.put(function, new Slo(95, Duration.ofMillis(sloMs)));
        scheduler.onStart(
                new InstanceStarted(key(function), 100, atMs * 1_000_000), slos.get(function), memory, commands::add);
    }

    void exit(String function, long atMs) {
        scheduler.onExit(new InstanceExited(key(function), 100, 0, atMs * 1_000_000), memory, commands::add);
    }

    /** {@code count} requests of which {@code missed} missed, each of {@code demandMs} on the CPU. */
    void window(String function, long endMs, long count, long missed, double observedMs, double demandMs) {
        Percentiles latency = percentiles(observedMs);
        RequestPercentiles requests =
                new RequestPercentiles(latency, latency, latency, latency, percentiles(demandMs), latency);
        scheduler.onWindow(
                new WindowSummary(
                        key(function),
                        "fast",
                        endMs - SIZE_MS,
                        endMs,
                        count,
                        missed,
                        requests,
                        observedMs * 1e6,
                        0,
                        endMs * 1_000_000),
                slos.get(function),
                memory,
                commands::add);
    }

    /** A thread of the function that was noticed to have used up {@code drops} quanta, or to be late, or both. */
    void thread(String function, ThreadCause cause, int drops) {
        scheduler.onThread(new ThreadEvent(key(function), 1, cause, 100, 101, 7, drops, 0), memory, commands::add);
    }

    void restore() throws IOException {
        memory = Restore.of(memory);
    }

    int queueOf(String function) {
        return Objects.requireNonNull(memory.standingOf(function)).placement().queue();
    }

    int rankOf(String function) {
        return Objects.requireNonNull(memory.standingOf(function)).demand().rank();
    }

    /** Changes of a function that were no mere re-ranking. */
    List<QueueChange> movesOf(String function) {
        return commands.stream()
                .filter(command -> command.key().function().equals(function))
                .map(QueueChange.class::cast)
                .filter(change -> change.from() != change.to())
                .toList();
    }

    private static Percentiles percentiles(double ms) {
        double ns = ms * 1e6;
        return new Percentiles(ns, ns, ns, ns, ns);
    }
}

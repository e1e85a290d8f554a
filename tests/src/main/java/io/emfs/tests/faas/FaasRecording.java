package io.emfs.tests.faas;

import io.emfs.tests.agent.AgentProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Records FaaSBench under an agent that has every function wander through all queues by chance: what a model of latency in
 * each queue is to be judged by, with no policy's choice in it. Blocks its thread; leaves nothing behind but the file.
 *
 * @param load offered utilisation of the core
 * @param seed of the arrivals
 * @param scale of all service times: the shorter, the more windows
 * @param overrides {@code key=value} of the agent's configuration
 */
public record FaasRecording(double load, long seed, Duration duration, double scale, List<String> overrides) {
    private static final Duration DRAIN = Duration.ofSeconds(30);

    /** Windows in which the rarest functions have requests enough, and some in which the usual ones do. */
    private static final List<String> WANDERING = List.of(
            "learning.exploration=1",
            "windows=[{name: fast, size: 1s, slide: 500ms}, {name: slow, size: 4s, slide: 1s}]");

    public FaasRecording {
        overrides = List.copyOf(overrides);
    }

    public void to(Path file) throws IOException, InterruptedException {
        List<Baseline> alone = BaselineRun.measure(ServerKind.PROCESS, scale);
        Schedule schedule = Schedule.of(seed, load, duration, alone);
        List<String> settings = new ArrayList<>(WANDERING);
        settings.addAll(overrides);
        try (ThrottlingGuard guard = new ThrottlingGuard();
                FunctionServers servers = FunctionServers.start(ServerKind.PROCESS, scale, Optional.empty());
                AgentProcess agent =
                        AgentProcess.recording(file, yaml(alone, servers), AgentProcess.DEFAULT_PORT, settings)) {
            agent.start();
            FaasLoad.send(schedule, servers, Duration.ZERO, DRAIN);
            agent.stop();
        }
    }

    private static String yaml(List<Baseline> functions, FunctionServers servers) {
        StringBuilder yaml = new StringBuilder("functions:\n");
        for (int i = 0; i < functions.size(); i++) {
            yaml.append(EmfsScheduler.entry(functions.get(i), servers.of(i).port()));
        }
        return yaml.toString();
    }
}

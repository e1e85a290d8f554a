package io.emfs.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.tests.Await;
import io.emfs.tests.FreePorts;
import io.emfs.tests.agent.AgentProcess;
import io.emfs.tests.kernel.RequiresKernel;
import io.emfs.tests.workload.FunctionServer;
import io.emfs.tests.workload.LoadGenerator;
import io.emfs.tests.workload.LoadOptions;
import io.emfs.tests.workload.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The job of a running agent is replaced, and its functions stand where they stood. */
@RequiresKernel
@Timeout(180)
class UpgradeIT {
    private static final int CORE = Runtime.getRuntime().availableProcessors() - 1;

    private final int port = FreePorts.one();

    @Test
    void keepsPlacementsThroughTheGapAndFollowsTheNewConfiguration() throws Exception {
        String before = "functions:\n  - {name: tight, match: {port: " + port
                + "}, slo: {percentile: 95, latency: 1ms}}\nlearning: {enabled: false}\n";
        try (AgentProcess agent = AgentProcess.of(before, FreePorts.one(), List.of());
                FunctionServer server = server(port)) {
            agent.start();
            Await.until("p1", () -> PolicyWatch.of(server).stream().allMatch(UpgradeIT::isFirstQueue));
            Path next = Files.writeString(
                    agent.config().resolveSibling("next.yaml"),
                    before + "windows: [{name: fast, size: 500ms, slide: 100ms}]\nstate: {checkpoint-interval: 5s}\n");
            JsonNode upgraded;
            try (PolicyWatch watch = new PolicyWatch(server)) {
                upgraded = new JsonMapper()
                        .readTree(agent.command(List.of("upgrade", "emfs", "--json", "--config", next.toString())));
                new LoadGenerator(0).run(LoadOptions.of(Duration.ofSeconds(2), 1, server.target("tight", 20)));
                assertThat(watch.seen()).isNotEmpty().allMatch(UpgradeIT::isFirstQueue);
            }

            double absenceMs = 1e3 * absenceS(agent);
            System.out.printf(
                    "upgrade: nobody decided for %.0f ms; at most %.0f by the client, of which the savepoint took %.0f%n",
                    absenceMs,
                    upgraded.path("gapMs").asDouble(),
                    upgraded.path("stopMs").asDouble());
            assertThat(absenceMs).isPositive();
            assertThat(upgraded.path("rolledBack").asBoolean()).isFalse();
            Await.until(
                    "the new window alone",
                    () -> agent.function("tight")
                            .filter(function -> function.path("windows").size() == 1)
                            .filter(function -> function.path("windows")
                                            .path(0)
                                            .path("sizeMs")
                                            .asInt()
                                    == 500)
                            .isPresent());
            JsonNode jobs = new JsonMapper().readTree(agent.command(List.of("jobs", "--json")));
            assertThat(jobs.path("jobs")).hasSize(2);
            assertThat(jobs.path("jobs").path(0).path("state").asText()).isEqualTo("RUNNING");
            assertThat(agent.alive()).isTrue();
        }
    }

    private static double absenceS(AgentProcess agent) {
        String name = "emfs_job_absence_seconds";
        return agent.metrics()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static FunctionServer server(int port) throws IOException {
        return FunctionServer.start(ServerOptions.ofFib(20, 10, port, CORE));
    }

    /** By its default band. */
    private static boolean isFirstQueue(ThreadPolicy policy) {
        return policy.priority() >= 72 && policy.priority() <= 81;
    }
}

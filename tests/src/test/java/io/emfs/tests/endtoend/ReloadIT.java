package io.emfs.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.proc.ProcFs;
import io.emfs.bpf.sched.LinuxThreadScheduler;
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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A running agent follows its configuration, and its functions stand where that wants them. */
@RequiresKernel
@Timeout(120)
class ReloadIT {
    private static final int CORE = Runtime.getRuntime().availableProcessors() - 1;

    private final LinuxThreadScheduler scheduler = new LinuxThreadScheduler();
    private final ProcFs proc = new ProcFs();
    private final int known = FreePorts.one();
    private final int late = FreePorts.one();

    @Test
    void followsWindowsSlosAndNewFunctionsAndKeepsTheFormerConfigurationOnError() throws Exception {
        String before =
                "functions:\n  - {name: known, match: {port: " + known + "}, slo: {percentile: 95, latency: 24ms}}\n";
        String after = before.replace("24ms", "120ms")
                + "  - {name: late, match: {port: " + late + "}, slo: {percentile: 95, latency: 24ms}}\n"
                + "windows:\n  - {name: fast, size: 500ms, slide: 100ms}\n";
        try (AgentProcess agent = AgentProcess.of(before, FreePorts.one(), List.of());
                FunctionServer knownServer = server(known);
                FunctionServer lateServer = server(late)) {
            agent.start();
            Await.until("p2", () -> allThreads(knownServer, 2));

            Files.writeString(agent.config(), after);
            Await.until("p4 by its new SLO", () -> allThreads(knownServer, 4));
            Await.until("p2, declared while it ran", () -> allThreads(lateServer, 2));
            new LoadGenerator(0).run(LoadOptions.of(Duration.ofSeconds(2), 1, lateServer.target("late", 20)));
            Await.until(
                    "the new window alone",
                    () -> agent.function("late")
                            .filter(function -> function.path("windows").size() == 1)
                            .filter(function -> function.path("windows")
                                            .path(0)
                                            .path("sizeMs")
                                            .asInt()
                                    == 500)
                            .isPresent());

            Files.writeString(agent.config(), after + "monitor: {max-peers: 5}\n");
            Await.until("refused", () -> log(agent).contains("monitor.max-peers: 0 → 5"));
            Files.writeString(agent.config(), after + "windows: 7\n");
            Await.until("invalid", () -> log(agent).contains("the former configuration holds:"));
            assertThat(log(agent))
                    .contains("changed: functions.known.slo: {latency: 24ms, percentile: 95.0} → {latency: 120ms")
                    .contains("changed: functions.late: none → ")
                    .contains("./emfs upgrade");

            new ProcessBuilder("kill", "-HUP", Long.toString(agent.pid()))
                    .start()
                    .waitFor();
            Files.writeString(agent.config(), after.replace("120ms", "12ms"));
            Await.until("p1", () -> allThreads(knownServer, 1));

            Files.writeString(agent.config(), before.replace("24ms", "12ms"));
            Await.until("let go", () -> isPlain(lateServer));
            new LoadGenerator(0).run(LoadOptions.of(Duration.ofSeconds(1), 1, lateServer.target("late", 20)));
            assertThat(isPlain(lateServer)).isTrue();
            assertThat(allThreads(knownServer, 1)).isTrue();
            assertThat(agent.alive()).isTrue();
        }
    }

    private static String log(AgentProcess agent) {
        try {
            return Files.readString(agent.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FunctionServer server(int port) throws IOException {
        return FunctionServer.start(ServerOptions.ofFib(20, 10, port, CORE));
    }

    private boolean isPlain(FunctionServer server) {
        return Arrays.stream(proc.threads((int) server.pid()))
                .mapToObj(scheduler::policyOf)
                .allMatch(policy -> policy.policy() == ThreadPolicy.OTHER);
    }

    /** In the default band of that queue. */
    private boolean allThreads(FunctionServer server, int queue) {
        return Arrays.stream(proc.threads((int) server.pid()))
                .mapToObj(scheduler::policyOf)
                .allMatch(policy -> policy.priority() <= 91 - 10 * queue && policy.priority() > 81 - 10 * queue);
    }
}

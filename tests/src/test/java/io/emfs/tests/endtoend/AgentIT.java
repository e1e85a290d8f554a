package io.emfs.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.proc.KernelFile;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From a kernel event to the policy that a thread is really left with, and back. */
@RequiresKernel
@Timeout(120)
class AgentIT {
    private static final int CORE = Runtime.getRuntime().availableProcessors() - 1;
    private static final ThreadPolicy NICE_3 = ThreadPolicy.other(3);
    private static final Path RR_SLICE = Path.of("/proc/sys/kernel/sched_rr_timeslice_ms");
    private static final Path RT_RUNTIME = Path.of("/proc/sys/kernel/sched_rt_runtime_us");

    private final LinuxThreadScheduler scheduler = new LinuxThreadScheduler();
    private final ProcFs proc = new ProcFs();
    private final int thumbnailPort = FreePorts.one();
    private final int reportPort = FreePorts.one();
    private final int tightPort = FreePorts.one();
    private final String sysctls = sysctls();
    private AgentProcess agent;

    @BeforeEach
    void createAgent() throws IOException {
        agent = AgentProcess.of(
                String.join(
                        "\n",
                        "functions:",
                        "  - {name: thumbnail, match: {port: " + thumbnailPort
                                + "}, slo: {percentile: 95, latency: 24ms}}",
                        "  - {name: report, match: {port: " + reportPort + "}}",
                        "  - {name: tight, match: {port: " + tightPort + "}, slo: {percentile: 95, latency: 100us}}"),
                FreePorts.one(),
                List.of());
    }

    @AfterEach
    void endAgentAndFindTheMachineUnchanged() throws Exception {
        agent.close();
        assertThat(sysctls()).isEqualTo(sysctls);
    }

    @Test
    void placesFunctionsByTheirSloAndPutsEverythingBackOnSigterm() throws Exception {
        try (FunctionServer running = server(thumbnailPort)) {
            setNice(running);
            agent.start();
            Await.until("p2", () -> allThreads(running, ThreadPolicy.roundRobin(71)));
            try (FunctionServer started = server(reportPort)) {
                Await.until("p6", () -> allThreads(started, new ThreadPolicy(ThreadPolicy.FIFO, 17, 0, false)));

                agent.stop();

                assertThat(policyOf(running)).isEqualTo(NICE_3);
                assertThat(policyOf(started)).isEqualTo(ThreadPolicy.other(0));
                assertThat(sysctls()).isEqualTo(sysctls);
            }
        }
    }

    @Test
    void promotesAFunctionThatMissesItsSloAndShowsIt() throws Exception {
        try (FunctionServer tight = server(tightPort)) {
            agent.start();
            Await.until("p1 by its SLO", () -> allThreads(tight, ThreadPolicy.roundRobin(81)));
        }
        try (FunctionServer thumbnail = server(thumbnailPort, 2000)) {
            Await.until("p2 by its SLO", () -> allThreads(thumbnail, ThreadPolicy.roundRobin(71)));
            LoadOptions load = LoadOptions.of(Duration.ofSeconds(4), 1, thumbnail.target("thumbnail", 8));

            new LoadGenerator(0).run(load);

            Await.until("p1 by its misses", () -> allThreads(thumbnail, ThreadPolicy.roundRobin(81)));
            assertThat(agent.queueOf("thumbnail")).contains("p1");
            Await.until(
                    "both windows",
                    () -> agent.function("thumbnail")
                                    .orElseThrow()
                                    .path("windows")
                                    .size()
                            == 2);
            assertThat(agent.metrics())
                    .contains("emfs_loop_seconds_count{reason=\"slo_missed\"}")
                    .contains("emfs_function_latency_seconds{function=\"thumbnail\"");
        }
    }

    @Test
    void leavesNothingChangedAfterSigkillOfAgentAndGuardOnceRestoredByHandOrByTheNextStart() throws Exception {
        try (FunctionServer function = server(thumbnailPort)) {
            setNice(function);
            agent.start();
            Await.until("p2", () -> allThreads(function, ThreadPolicy.roundRobin(71)));
            killWithGuard();
            assertThat(policyOf(function).priority()).isEqualTo(71);

            assertThat(agent.restore()).isZero();

            assertThat(policyOf(function)).isEqualTo(NICE_3);
            assertThat(sysctls()).isEqualTo(sysctls);
            agent.start();
            Await.until("p2 again", () -> allThreads(function, ThreadPolicy.roundRobin(71)));
            assertThat(log()).doesNotContain("did not end cleanly");
            killWithGuard();

            agent.start();

            Await.until("p2 once more", () -> allThreads(function, ThreadPolicy.roundRobin(71)));
            agent.stop();
            assertThat(policyOf(function)).isEqualTo(NICE_3);
            assertThat(log()).contains("an earlier agent did not end cleanly");
        }
    }

    private String log() throws IOException {
        return Files.readString(agent.log());
    }

    private void killWithGuard() throws Exception {
        ProcessHandle guard = ProcessHandle.of(agent.pid())
                .orElseThrow()
                .children()
                .filter(child -> child.info().command().orElse("").contains("emfs-guard"))
                .findFirst()
                .orElseThrow();
        // stopped first: it would act before it dies
        new ProcessBuilder("kill", "-STOP", Long.toString(guard.pid())).start().waitFor();
        agent.kill();
        Await.until("dead", () -> !agent.alive());
        guard.destroyForcibly();
        guard.onExit().join();
    }

    private FunctionServer server(int port) throws IOException {
        return server(port, 10);
    }

    private static FunctionServer server(int port, int repeat) throws IOException {
        return FunctionServer.start(ServerOptions.ofFib(20, repeat, port, CORE));
    }

    private void setNice(FunctionServer server) {
        scheduler.apply((int) server.pid(), NICE_3);
    }

    private boolean allThreads(FunctionServer server, ThreadPolicy expected) {
        return Arrays.stream(proc.threads((int) server.pid()))
                .mapToObj(scheduler::policyOf)
                .allMatch(policy -> policy.policy() == expected.policy() && policy.priority() == expected.priority());
    }

    private ThreadPolicy policyOf(FunctionServer server) {
        return scheduler.policyOf((int) server.pid());
    }

    private static String sysctls() {
        try {
            return KernelFile.read(RR_SLICE) + " " + KernelFile.read(RT_RUNTIME);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

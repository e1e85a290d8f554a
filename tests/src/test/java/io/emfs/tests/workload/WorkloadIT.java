package io.emfs.tests.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers under real load: every request is accounted for, and nothing is left running. */
class WorkloadIT {
    private static final int CORE = Runtime.getRuntime().availableProcessors() - 1;
    private static final ServerOptions SERVER = ServerOptions.ofFib(10, 1, 0, CORE);
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
    /** In which /proc counts CPU time. */
    private static final Duration TICK = Duration.ofMillis(10);

    private final LoadGenerator generator = new LoadGenerator(0);

    @AfterEach
    void nothingIsLeftRunning() {
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    @Test
    void answersEveryRequest() throws IOException, InterruptedException {
        assertAllAnswered(SERVER, 0);
    }

    @Test
    void answersOverIpv6() throws IOException, InterruptedException {
        assertAllAnswered(SERVER.withBind("::1"), 0);
    }

    @Test
    void answersOnKeptConnections() throws IOException, InterruptedException {
        assertAllAnswered(SERVER, 2);
    }

    @Test
    void answersFromAProcessPerRequest() throws IOException, InterruptedException {
        assertAllAnswered(SERVER.withProcessPerRequest(), 0);
    }

    @Test
    void stopsAfterSoManyRequestsOfAllTargets() throws IOException, InterruptedException {
        try (FunctionServer server = FunctionServer.start(SERVER)) {
            LoadOptions load = LoadOptions.of(
                            Duration.ofSeconds(60), 3, server.target("short", 100), server.target("long", 100))
                    .withWarmup(Duration.ofMillis(100))
                    .withRequests(30);

            LoadResult result = generator.run(load);

            assertThat(result.sent()).isEqualTo(30);
            assertThat(result.completed()).isEqualTo(30);
        }
    }

    @Test
    void sendsTheSameScheduleForTheSameSeed() throws IOException, InterruptedException {
        try (FunctionServer server = FunctionServer.start(SERVER)) {
            LoadTarget target = server.target("short", 100);

            List<Long> first = scheduledOffsetsNs(LoadOptions.of(Duration.ofSeconds(1), 5, target));
            List<Long> again = scheduledOffsetsNs(LoadOptions.of(Duration.ofSeconds(1), 5, target));
            List<Long> other = scheduledOffsetsNs(LoadOptions.of(Duration.ofSeconds(1), 6, target));

            assertThat(again).isEqualTo(first).isNotEmpty();
            assertThat(other).isNotEqualTo(first);
        }
    }

    @Test
    void keepsTheScheduleOfATargetWhateverRunsBesideIt() throws IOException, InterruptedException {
        try (FunctionServer server = FunctionServer.start(SERVER)) {
            LoadTarget target = server.target("short", 50);
            LoadTarget neighbour = server.target("long", 20);

            List<Long> alone = scheduledOffsetsNs(LoadOptions.of(Duration.ofSeconds(1), 5, target));
            List<Long> together = scheduledOffsetsNs(LoadOptions.of(Duration.ofSeconds(1), 5, target, neighbour));

            assertThat(together).isEqualTo(alone).isNotEmpty();
        }
    }

    @Test
    void sendsWhatAScheduleSays(@TempDir Path directory) throws IOException, InterruptedException {
        Path schedule = Files.writeString(directory.resolve("schedule"), "0 1\n10000000 0\n10000000 1\n250000000 1\n");
        try (FunctionServer server = FunctionServer.start(SERVER)) {
            LoadOptions load = LoadOptions.of(
                            Duration.ofMillis(500), 1, server.target("short", 1), server.target("long", 1))
                    .withSchedule(schedule);

            LoadResult result = generator.run(load);

            assertThat(result.targets()).extracting(TargetResult::completed).containsExactly(1L, 3L);
            List<CompletedRequest> requests = result.targets().stream()
                    .flatMap(target -> target.requests().stream())
                    .sorted(Comparator.comparing(CompletedRequest::scheduledNs))
                    .toList();
            assertThat(requests)
                    .extracting(
                            request -> request.scheduledNs() - requests.get(0).scheduledNs())
                    .containsExactly(0L, 10_000_000L, 10_000_000L, 250_000_000L);
        }
    }

    @Test
    void refusesAScheduleThatGoesBack(@TempDir Path directory) throws IOException {
        Path schedule = Files.writeString(directory.resolve("schedule"), "10 0\n9 0\n");
        LoadOptions options = LoadOptions.of(TWO_SECONDS, 1, new LoadTarget("127.0.0.1", 1, 1, "f"))
                .withSchedule(schedule);

        assertThatThrownBy(() -> generator.run(options))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("arrival 1: expected ns, not before the last one's, and one of 1 targets");
    }

    @Test
    void saysWhenNobodyListensToAnnouncements(@TempDir Path directory) {
        ServerOptions options = SERVER.withAnnouncementsTo(directory.resolve("nobody"));

        assertThatThrownBy(() -> FunctionServer.start(options))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("nobody: No such file or directory");
    }

    @Test
    void countsWhatNobodyAnswers() throws IOException, InterruptedException {
        LoadTarget closed;
        try (FunctionServer server = FunctionServer.start(SERVER)) {
            closed = server.target("gone", 50);
        }

        LoadResult result = generator.run(LoadOptions.of(Duration.ofSeconds(1), 1, closed));

        assertThat(result.completed()).isZero();
        assertThat(result.errors()).isEqualTo(result.sent()).isPositive();
    }

    @Test
    void refusesATargetBeyondLoopback() {
        LoadOptions options = LoadOptions.of(TWO_SECONDS, 1, new LoadTarget("192.0.2.1", 80, 1, "far"));

        assertThatThrownBy(() -> generator.run(options))
                .isInstanceOf(IOException.class)
                .hasMessage("loadgen exit=2: loadgen: --target 192.0.2.1:80:1.0:far: "
                        + "not a loopback address; load goes to this machine only");
    }

    @Test
    void saysWhyAServerDidNotStart() throws IOException {
        try (FunctionServer server = FunctionServer.start(SERVER)) {
            ServerOptions samePort = ServerOptions.ofFib(10, 1, server.port(), CORE);

            assertThatThrownBy(() -> FunctionServer.start(samePort))
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith("--port " + server.port() + ": Address already in use");
        }
    }

    @Test
    void startsTheServerOnItsCoreUnderTheNormalPolicyWithItsEnvironment() throws IOException {
        ServerOptions options = SERVER.withEnvironment(Map.of("FUNCTION_TARGET", "short"));
        try (FunctionServer server = FunctionServer.start(options)) {
            Path proc = Path.of("/proc", Long.toString(server.pid()));

            assertThat(Files.readString(proc.resolve("environ")).split("\0", -1))
                    .contains("FUNCTION_TARGET=short");
            assertThat(Files.readAllLines(proc.resolve("status"))).contains("Cpus_allowed_list:\t" + CORE);
            assertThat(Files.readString(proc.resolve("comm"))).isEqualTo("fibserver\n");
            assertThat(schedulingPolicy(proc)).isEqualTo("0");
        }
    }

    @Test
    void spendsTheSameCpuTimeOnEachRequest() throws IOException, InterruptedException {
        try (FunctionServer server = FunctionServer.start(ServerOptions.ofCpu(20, 0, CORE))) {
            LoadResult result = generator.run(LoadOptions.of(TWO_SECONDS, 1, server.target("short", 20)));

            Duration asked = Duration.ofMillis(20 * result.completed());
            assertThat(result.completed()).isEqualTo(result.sent()).isPositive();
            assertThat(cpuTime(server))
                    .isBetween(asked.minus(TICK), asked.multipliedBy(11).dividedBy(10));
        }
    }

    @Test
    void refusesTwoMeasuresOfWork() throws IOException, InterruptedException {
        List<String> arguments = List.of("--cpu-ms", "8.2", "--repeat", "1");
        try (PinnedProcess process = PinnedProcess.start(NativePrograms.fibserver(), CORE, Map.of(), arguments)) {
            assertThat(process.exitCode()).isEqualTo(2);
            assertThat(process.errors()).startsWith("fibserver: --repeat and --cpu-ms: ");
        }
    }

    @Test
    void runsTheWholeScenario() throws IOException, InterruptedException {
        InterferenceOptions options = InterferenceOptions.builder()
                .demands(0.5, 2)
                .phase(Duration.ofSeconds(1))
                .warmup(Duration.ofMillis(200))
                .loads(List.of(0.1))
                .policies(List.of(Policy.DEFAULT, Policy.FIFO, Policy.RR, Policy.NICE, Policy.EMFS))
                .ports(0, 0)
                .build();
        NoScheduler scheduler = new NoScheduler();

        InterferenceResult result = new Interference(options, scheduler, Progress.SILENT).run();

        assertThat(scheduler.calls).containsExactly("start", "queueOf short", "queueOf long", "stop");
        assertThat(result.phases()).extracting(PhaseResult::policy).containsExactly(Policy.values());
        assertThat(result.phases().stream().flatMap(phase -> phase.functions().stream()))
                .extracting(FunctionOutcome::function)
                .containsExactly(
                        "short", "short", "long", "short", "long", "short", "long", "short", "long", "short", "long");
        assertThat(result.phases().stream().flatMap(phase -> phase.functions().stream()))
                .allSatisfy(outcome -> assertThat(outcome.unanswered()).isZero());
        assertThat(shortRequests(result))
                .hasSize(Policy.values().length)
                .allMatch(n -> n > 0 && n.equals(shortRequests(result).get(0)));
    }

    private void assertAllAnswered(ServerOptions options, int keepAlive) throws IOException, InterruptedException {
        try (FunctionServer server = FunctionServer.start(options)) {
            LoadOptions load = LoadOptions.of(TWO_SECONDS, 42, server.target("short", 25), server.target("long", 5))
                    .withWarmup(Duration.ofMillis(300))
                    .withKeepAlive(keepAlive);

            LoadResult result = generator.run(load);

            // the seed fixes the schedule and with it the counts
            assertThat(result.targets()).extracting(TargetResult::sent).containsExactly(70L, 5L);
            assertThat(result.completed()).isEqualTo(result.sent());
            assertThat(result.refused()).isZero();
            assertThat(result.targets().stream().flatMap(target -> target.requests().stream()))
                    .hasSize((int) result.sent())
                    .allMatch(request -> request.status() == 200)
                    .allMatch(request -> request.latencyNs() > 0 && request.responseNs() >= request.latencyNs());
        }
    }

    private List<Long> scheduledOffsetsNs(LoadOptions options) throws IOException, InterruptedException {
        List<Long> scheduledNs = generator.run(options).targets().get(0).requests().stream()
                .map(CompletedRequest::scheduledNs)
                .sorted()
                .toList();
        return scheduledNs.stream().map(ns -> ns - scheduledNs.get(0)).toList();
    }

    private static List<Integer> shortRequests(InterferenceResult result) {
        return result.phases().stream()
                .map(phase -> phase.functions().get(0).latency().n())
                .toList();
    }

    private static Duration cpuTime(FunctionServer server) {
        return ProcessHandle.of(server.pid())
                .orElseThrow()
                .info()
                .totalCpuDuration()
                .orElseThrow();
    }

    /** Field 41 of proc(5)'s stat; the command before it, in parentheses, may contain blanks. */
    private static String schedulingPolicy(Path proc) throws IOException {
        String stat = Files.readString(proc.resolve("stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[38];
    }
}

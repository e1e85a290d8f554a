package io.emfs.tests.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.emfs.bpf.libbpf.ProgramStatistics;
import io.emfs.bpf.libbpf.RunTimeStatistics;
import io.emfs.bpf.monitor.EpochClock;
import io.emfs.bpf.monitor.KernelCounter;
import io.emfs.bpf.monitor.MonitorStatistics;
import io.emfs.bpf.monitor.ProcessTable;
import io.emfs.bpf.monitor.RequestMonitor;
import io.emfs.bpf.monitor.TableFill;
import io.emfs.config.ConfigLoader;
import io.emfs.tests.Await;
import io.emfs.tests.FreePorts;
import io.emfs.tests.workload.FunctionServer;
import io.emfs.tests.workload.LoadGenerator;
import io.emfs.tests.workload.LoadOptions;
import io.emfs.tests.workload.LoadResult;
import io.emfs.tests.workload.ServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the monitor tells of itself, after work of a known size. */
@RequiresKernel
@Timeout(60)
class MonitorStatisticsIT {
    private static final int CORE = Runtime.getRuntime().availableProcessors() - 1;
    private static final int PER_SECOND = 100;
    private static final List<String> ONCE_PER_REQUEST = List.of("segment_raw_tp", "read_raw_tp", "transmit_raw_tp");

    private final int port = FreePorts.one();

    @Test
    void countsAndTimesProgramsWhileStatisticsAreOn() throws Exception {
        try (RequestMonitor monitor = monitor();
                FunctionServer server = FunctionServer.start(ServerOptions.ofFib(10, 1, port, CORE))) {
            Map<String, ProgramStatistics> before = programs(monitor);
            LoadResult load;
            try (RunTimeStatistics on = RunTimeStatistics.enable()) {
                assertThat(switches()).hasSize(1);
                load = load(server);
                Await.until("all requests", () -> monitor.answered() == load.sent());
            }

            Map<String, ProgramStatistics> after = programs(monitor);
            assertThat(switches()).isEmpty();
            assertThat(load.sent()).isPositive();
            for (String program : ONCE_PER_REQUEST) {
                long runs = after.get(program).runs() - before.get(program).runs();
                long ns = after.get(program).runTimeNs() - before.get(program).runTimeNs();
                assertThat(runs).as(program).isGreaterThanOrEqualTo(load.sent());
                assertThat(ns).as(program).isGreaterThan(runs);
            }
        }
    }

    @Test
    void countsNoRunsWhileStatisticsAreOff() throws Exception {
        try (RequestMonitor monitor = monitor();
                FunctionServer server = FunctionServer.start(ServerOptions.ofFib(10, 1, port, CORE))) {
            load(server);
            assumeThat(programs(monitor).get("transmit_raw_tp").runs())
                    .as("nobody else on this machine has them on")
                    .isZero();
            RunTimeStatistics.enable().close();
            Map<String, ProgramStatistics> off = programs(monitor);

            long sent = load(server).sent();

            assertThat(sent).isPositive();
            assertThat(programs(monitor)).isEqualTo(off);
        }
    }

    @Test
    void namesWhatEachProgramIsAttachedTo() {
        try (RequestMonitor monitor = monitor()) {
            assertThat(programs(monitor).get("segment_raw_tp").section()).isEqualTo("raw_tp/tcp_probe");
        }
    }

    @Test
    void counts1EventForEachRecordInTheRing() throws Exception {
        try (RequestMonitor monitor = monitor();
                FunctionServer server = FunctionServer.start(ServerOptions.ofFib(10, 1, port, CORE))) {
            LoadResult load = load(server);

            Await.until("all requests", () -> monitor.answered() == load.sent());
            Await.until("all read", () -> monitor.statistics().ring().fillBytes() == 0);
            MonitorStatistics statistics = monitor.statistics();
            assertThat(statistics.events()).isGreaterThanOrEqualTo(load.sent());
            assertThat(statistics.readerLagNs()).isPositive();
            assertThat(statistics.ring().capacityBytes()).isEqualTo(8 << 20);
            assertThat(statistics.ring().highWaterBytes()).isPositive();
            assertThat(statistics.counters()).containsEntry(KernelCounter.DROPPED_ANSWERS, 0L);
        }
    }

    @Test
    void countsTheEntriesOfEachTable() throws Exception {
        int connections = 5;
        ServerOptions slow = ServerOptions.ofFib(40, 1, port, CORE);
        try (RequestMonitor monitor = monitor();
                FunctionServer server = FunctionServer.start(slow)) {
            Await.until("seen starting", () -> monitor.processes().size() == 1);
            assertThat(table(monitor, "connections").entries()).isZero();
            List<Socket> sockets = new ArrayList<>();
            try {
                for (int i = 0; i < connections; i++) {
                    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                    sockets.add(socket);
                    socket.getOutputStream()
                            .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                Await.until("tracked", () -> table(monitor, "connections").entries() == connections);
            } finally {
                for (Socket socket : sockets) {
                    socket.setSoLinger(true, 0); // closing sends a reset
                    socket.close();
                }
            }
            Await.until("forgotten", () -> table(monitor, "connections").entries() == 0);
            assertThat(table(monitor, "processes").entries()).isEqualTo(1);
            assertThat(table(monitor, "processes").entryBytes()).isEqualTo(8);
            assertThat(table(monitor, "connections").capacity()).isEqualTo(65_536);
        }
    }

    private RequestMonitor monitor() {
        String yaml = "node: here\nmonitor: {attach: raw-tracepoint}\nfunctions: [{name: fib, match: {port: " + port
                + "}}]\n";
        return RequestMonitor.start(
                ConfigLoader.parse("test", yaml, List.of()).config(),
                new ProcessTable(),
                new EpochClock(),
                event -> {});
    }

    private static Map<String, ProgramStatistics> programs(RequestMonitor monitor) {
        return monitor.statistics().programs().stream()
                .collect(Collectors.toMap(ProgramStatistics::program, Function.identity()));
    }

    private static TableFill table(RequestMonitor monitor, String name) {
        return monitor.statistics().tables().stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static LoadResult load(FunctionServer server) throws IOException, InterruptedException {
        return new LoadGenerator(0).run(LoadOptions.of(Duration.ofSeconds(1), 7, server.target("fib", PER_SECOND)));
    }

    /** This process's descriptors that keep statistics on. */
    private static List<String> switches() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(MonitorStatisticsIT::target)
                    .filter(target -> target.contains("bpf-stats"))
                    .toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}

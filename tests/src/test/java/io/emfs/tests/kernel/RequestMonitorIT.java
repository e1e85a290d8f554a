package io.emfs.tests.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.monitor.EpochClock;
import io.emfs.bpf.monitor.HookStatus;
import io.emfs.bpf.monitor.KernelCounter;
import io.emfs.bpf.monitor.ProcessTable;
import io.emfs.bpf.monitor.RequestMonitor;
import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import io.emfs.state.FunctionKey;
import io.emfs.state.InstanceExited;
import io.emfs.state.InstanceStarted;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestAnswered;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The BPF programs on this kernel: N requests are N events. */
@RequiresKernel
@Timeout(60)
class RequestMonitorIT {
    private static final FunctionKey FIB = new FunctionKey("here", "fib");
    private static final int CORE = Runtime.getRuntime().availableProcessors() - 1;
    private static final int PER_SECOND = 100;
    private static final long NS_PER_MS = 1_000_000;

    private final Queue<NodeEvent> events = new ConcurrentLinkedQueue<>();
    private final int port = FreePorts.one();

    @Test
    void attachesEveryHook() {
        try (RequestMonitor monitor = monitor()) {
            assertThat(monitor.hooks()).allMatch(HookStatus::attached);
        }
    }

    @ParameterizedTest(name = "address {0}, kept-alive connections {1}, process per request {2}")
    @CsvSource({"127.0.0.1,0,false", "127.0.0.1,4,false", "::1,0,false", "::1,4,false", "127.0.0.1,0,true"})
    void countsEveryRequestOnce(String address, int keepAlive, boolean fork) throws Exception {
        ServerOptions options = fork ? server().withBind(address).withProcessPerRequest() : server().withBind(address);
        try (RequestMonitor monitor = monitor();
                FunctionServer server = FunctionServer.start(options)) {
            LoadResult load = load(server, keepAlive);

            Await.until("all requests", () -> requests().size() >= load.sent());
            assertThat(load.sent()).isPositive().isEqualTo(load.completed());
            assertThat(requests())
                    .hasSize((int) load.sent())
                    .allMatch(request -> request.key().equals(FIB));
            assertThat(monitor.answered()).isEqualTo(load.sent());
            assertThat(monitor.counter(KernelCounter.DROPPED_ANSWERS)).isZero();
            assertThat(monitor.counter(KernelCounter.UNANSWERED)).isZero();
            Await.until("connections forgotten after close", () -> monitor.connections() == 0);
        }
    }

    @Test
    void measuresWithinWhatTheClientSaw() throws Exception {
        try (RequestMonitor monitor = monitor();
                FunctionServer server = FunctionServer.start(server())) {
            LoadResult load = load(server, 0);

            Await.until("all requests", () -> requests().size() >= load.sent());
            double clientMs = load.targets().get(0).latency().meanNs() / NS_PER_MS;
            assertThat(meanMs(requests())).isPositive().isLessThan(clientMs);
            assertThat(requests()).allMatch(request -> request.queueNs() > 0 && request.serviceNs() > 0);
            assertThat(requests()).allMatch(request -> request.tid() != server.pid(), "a thread per request");
            assertThat(monitor.alive()).isTrue();
        }
    }

    @Test
    void findsAFunctionByPortWheneverItStarts() throws Exception {
        try (FunctionServer before = FunctionServer.start(server())) {
            try (RequestMonitor monitor = monitor()) {
                Await.until("found running", () -> monitor.processes().pidsOf(FIB).length == 1);
                assertThat(monitor.processes().pidsOf(FIB)).containsExactly((int) before.pid());
                before.close();
                Await.until("seen ending", () -> monitor.processes().pidsOf(FIB).length == 0);
                try (FunctionServer after = FunctionServer.start(server())) {
                    Await.until("seen starting", () -> monitor.processes().pidsOf(FIB).length == 1);
                    assertThat(monitor.processes().pidsOf(FIB)).containsExactly((int) after.pid());
                }
            }
        }
        assertThat(events).filteredOn(InstanceStarted.class::isInstance).hasSize(2);
        assertThat(events).filteredOn(InstanceExited.class::isInstance).isNotEmpty();
    }

    @Test
    void findsAFunctionByItsEnvironmentWheneverItStarts() throws Exception {
        FunctionKey discovered = new FunctionKey("here", "thumbnail");
        ServerOptions options = ServerOptions.ofFib(10, 1, 0, CORE).withEnvironment(Map.of("K_SERVICE", "thumbnail"));
        try (FunctionServer before = FunctionServer.start(options);
                RequestMonitor monitor = monitor()) {
            Await.until("found running", () -> monitor.processes().pidsOf(discovered).length == 1);
            try (FunctionServer after = FunctionServer.start(options)) {
                Await.until("seen starting", () -> monitor.processes().pidsOf(discovered).length == 2);
                assertThat(monitor.processes().pidsOf(discovered))
                        .containsExactlyInAnyOrder((int) before.pid(), (int) after.pid());

                LoadResult load = load(after, 0);
                Await.until("its requests", () -> requests().size() >= load.sent());
                assertThat(requests())
                        .hasSize((int) load.sent())
                        .allMatch(r -> r.key().equals(discovered));
            }
        }
    }

    @Test
    void countsAConnectionThatEndsUnanswered() throws Exception {
        ServerOptions slow = ServerOptions.ofFib(40, 1, port, CORE);
        try (RequestMonitor monitor = monitor();
                FunctionServer server = FunctionServer.start(slow)) {
            Await.until("seen starting", () -> monitor.processes().size() == 1);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                Await.until("tracked", () -> monitor.connections() == 1);
                socket.setSoLinger(true, 0); // closing sends a reset
            }
            Await.until("counted", () -> monitor.counter(KernelCounter.UNANSWERED) == 1);
            assertThat(monitor.connections()).isZero();
            assertThat(requests()).isEmpty();
        }
    }

    @Test
    void ignoresTrafficOfOtherPorts() throws Exception {
        ServerOptions other = ServerOptions.ofFib(10, 1, 0, CORE);
        try (RequestMonitor monitor = monitor();
                FunctionServer server = FunctionServer.start(other)) {
            load(server, 0);
            assertThat(monitor.answered()).isZero();
            assertThat(monitor.connections()).isZero();
        }
    }

    private RequestMonitor monitor() {
        String yaml = "node: here\nfunctions: [{name: fib, match: {port: " + port + "}}]\n";
        EmfsConfig config = ConfigLoader.parse("test", yaml, List.of()).config();
        return RequestMonitor.start(config, new ProcessTable(), new EpochClock(), events::add);
    }

    private ServerOptions server() {
        return ServerOptions.ofFib(20, 10, port, CORE);
    }

    private static LoadResult load(FunctionServer server, int keepAlive) throws IOException, InterruptedException {
        LoadOptions options = LoadOptions.of(Duration.ofSeconds(1), 7, server.target("fib", PER_SECOND));
        return new LoadGenerator(0).run(options.withKeepAlive(keepAlive));
    }

    private List<RequestAnswered> requests() {
        return events.stream()
                .filter(RequestAnswered.class::isInstance)
                .map(RequestAnswered.class::cast)
                .toList();
    }

    private static double meanMs(List<RequestAnswered> requests) {
        return requests.stream().mapToLong(RequestAnswered::latencyNs).average().orElse(0) / NS_PER_MS;
    }
}

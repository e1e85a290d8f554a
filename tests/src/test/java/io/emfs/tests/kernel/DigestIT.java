package io.emfs.tests.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.monitor.EpochClock;
import io.emfs.bpf.monitor.ProcessTable;
import io.emfs.bpf.monitor.RequestMonitor;
import io.emfs.config.ConfigLoader;
import io.emfs.state.NodeEvent;
import io.emfs.state.Quantity;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestCompleted;
import io.emfs.state.RequestDigest;
import io.emfs.state.WindowSlice;
import io.emfs.tests.Await;
import io.emfs.tests.FreePorts;
import io.emfs.tests.workload.FunctionServer;
import io.emfs.tests.workload.LoadGenerator;
import io.emfs.tests.workload.LoadOptions;
import io.emfs.tests.workload.LoadResult;
import io.emfs.tests.workload.ServerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests aggregated in the kernel: each is in one digest or one event, whatever the mode and its changes. */
@RequiresKernel
@Timeout(60)
class DigestIT {
    private static final int CORE = Runtime.getRuntime().availableProcessors() - 1;
    private static final double CPU_MS = 2;
    private static final long CPU_NS = 2_000_000;

    private final Queue<NodeEvent> events = new ConcurrentLinkedQueue<>();
    private final int port = FreePorts.one();

    @Test
    void countsEveryRequestOnceInEachMode() throws Exception {
        for (String mode : List.of("requests", "digests")) {
            events.clear();
            try (RequestMonitor monitor = monitor("mode: " + mode, "none");
                    FunctionServer server = FunctionServer.start(ServerOptions.ofCpu(CPU_MS, port, CORE))) {
                LoadResult load = load(server, 150, 2);

                Await.until("all answers", () -> counted(Quantity.LATENCY) >= load.sent());
                Await.until("all completions", () -> counted(Quantity.DURATION) >= load.sent());
                assertThat(load.sent()).isPositive().isEqualTo(load.completed());
                for (Quantity quantity : Quantity.values()) {
                    assertThat(counted(quantity)).as("%s, %s", mode, quantity).isEqualTo(load.sent());
                }
                assertThat(monitor.answered()).isEqualTo(load.sent());
                assertThat(digests() > 0).as(mode).isEqualTo(mode.equals("digests"));
                assertThat(sum().of(Quantity.ON_CPU).meanNs()).isGreaterThanOrEqualTo(0.9 * CPU_NS);
            }
        }
    }

    @Test
    void losesNoRequestWhenTheRateChangesTheMode() throws Exception {
        try (RequestMonitor monitor = monitor("mode: auto, digest-above: 50", "none");
                FunctionServer server = FunctionServer.start(ServerOptions.ofCpu(CPU_MS, port, CORE))) {
            long sent = load(server, 20, 1).sent();
            assertThat(digests()).as("too slow").isZero();
            sent += load(server, 150, 3).sent();
            assertThat(monitor.digestedFunctions()).isEqualTo(1);
            assertThat(digests()).as("busy").isPositive();
            Await.until("quiet again", () -> monitor.digestedFunctions() == 0);
            long before = digests();
            sent += load(server, 20, 1).sent();

            long all = sent;
            Await.until("all answers", () -> counted(Quantity.LATENCY) >= all);
            Await.until("all completions", () -> counted(Quantity.DURATION) >= all);
            assertThat(counted(Quantity.LATENCY)).isEqualTo(all);
            assertThat(counted(Quantity.DURATION)).isEqualTo(all);
            assertThat(digests()).as("one last for what was left").isBetween(before, before + 1);
            assertThat(monitor.totals().values()).singleElement().matches(totals -> totals.answered() == all);
        }
    }

    @Test
    void sendsWhatMissedItsSloAllTheSame() throws Exception {
        try (RequestMonitor monitor = monitor("mode: digests", "{percentile: 95, latency: 1ms}");
                FunctionServer server = FunctionServer.start(ServerOptions.ofCpu(CPU_MS, port, CORE))) {
            load(server, 20, 1);
            long before = counted(Quantity.LATENCY);
            LoadResult load = load(server, 100, 1);

            Await.until("all answers", () -> counted(Quantity.LATENCY) >= before + load.sent());
            assertThat(monitor.digestedFunctions()).isEqualTo(1);
            assertThat(events)
                    .filteredOn(event -> event instanceof RequestAnswered answered && answered.digested())
                    .hasSizeGreaterThanOrEqualTo((int) load.sent())
                    .allMatch(event -> ((RequestAnswered) event).latencyNs() > 1_000_000);
        }
    }

    private RequestMonitor monitor(String settings, String slo) {
        String yaml = "node: here\nmonitor: {" + settings + "}\n" + "functions: [{name: f, match: {port: " + port
                + "}, slo: " + slo + "}]\n";
        return RequestMonitor.start(
                ConfigLoader.parse("test", yaml, List.of()).config(),
                new ProcessTable(),
                new EpochClock(),
                events::add);
    }

    private static LoadResult load(FunctionServer server, int perSecond, int seconds) throws Exception {
        LoadOptions options = LoadOptions.of(Duration.ofSeconds(seconds), 7, server.target("f", perSecond));
        return new LoadGenerator(0).run(options.withKeepAlive(4));
    }

    private long digests() {
        return events.stream().filter(RequestDigest.class::isInstance).count();
    }

    private long counted(Quantity quantity) {
        return sum().of(quantity).count();
    }

    private WindowSlice sum() {
        WindowSlice sum = new WindowSlice();
        for (NodeEvent event : events) {
            if (event instanceof RequestDigest digest) {
                sum.merge(digest.requests());
            } else if (event instanceof RequestAnswered answered && !answered.digested()) {
                sum.add(answered);
            } else if (event instanceof RequestCompleted completed) {
                sum.add(completed);
            }
        }
        return sum;
    }
}

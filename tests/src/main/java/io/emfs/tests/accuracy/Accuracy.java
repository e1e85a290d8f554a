package io.emfs.tests.accuracy;

import io.emfs.bpf.monitor.EpochClock;
import io.emfs.bpf.monitor.ProcessTable;
import io.emfs.bpf.monitor.RequestMonitor;
import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import io.emfs.config.MonitorConfig;
import io.emfs.state.Quantity;
import io.emfs.tests.workload.FreePort;
import io.emfs.tests.workload.Progress;
import io.emfs.tests.workload.ProgressClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Compares what the monitor reports of known traffic with what client and server know of it, case by case and in both
 * modes. The truth is the packets' passage through the loopback device: the monitor sees a request some µs later, when
 * TCP takes it, so its errors are mostly negative. {@link #run} blocks its thread; it ends what it started, also when it throws.
 */
public final class Accuracy {
    private static final List<MonitorConfig.Mode> MODES =
            List.of(MonitorConfig.Mode.REQUESTS, MonitorConfig.Mode.DIGESTS);
    private static final String FUNCTION = "truth";
    private static final Duration START_AND_END = Duration.ofSeconds(1);

    private final List<AccuracyCase> cases;
    private final int requests;
    private final List<String> overrides;
    private final Progress progress;
    private final EpochClock clock = new EpochClock();

    /** @param overrides {@code key=value} of the monitor's configuration */
    public Accuracy(List<AccuracyCase> cases, int requests, List<String> overrides, Progress progress) {
        this.cases = List.copyOf(cases);
        this.requests = requests;
        this.overrides = List.copyOf(overrides);
        this.progress = progress;
    }

    public List<CaseResult> run() throws IOException, InterruptedException {
        Duration left = cases.stream()
                .map(this::expected)
                .reduce(Duration.ZERO, Duration::plus)
                .multipliedBy(MODES.size());
        List<CaseResult> results = new ArrayList<>();
        try (ProgressClock told = new ProgressClock(progress, left)) {
            for (AccuracyCase traffic : cases) {
                for (MonitorConfig.Mode mode : MODES) {
                    left = left.minus(expected(traffic));
                    told.begin(traffic.title() + ", " + lower(mode), expected(traffic), left);
                    results.add(run(traffic, mode));
                }
            }
        }
        return results;
    }

    private Duration expected(AccuracyCase traffic) {
        return traffic.perRequest().multipliedBy(requests).plus(START_AND_END);
    }

    private CaseResult run(AccuracyCase traffic, MonitorConfig.Mode mode) throws IOException, InterruptedException {
        int port = FreePort.ofLoopback();
        EventLog log = new EventLog(FUNCTION);
        List<TruthRecord> truths;
        try (RequestMonitor monitor = RequestMonitor.start(config(port, mode), new ProcessTable(), clock, log)) {
            truths = TruthProgram.run(traffic, requests, port);
            log.awaitQuiet(monitor);
        }
        boolean latency = traffic.judged() == Quantity.LATENCY;
        Pairing pairing = new Pairing(truths, clock);
        List<Sample> samples = mode == MonitorConfig.Mode.DIGESTS
                ? List.of()
                : latency ? pairing.latencies(log.answered()) : pairing.durations(log.completed());
        int events = latency ? log.answered().size() : log.completed().size();
        return CaseResult.of(traffic, mode, truths, events, samples, log.window());
    }

    private EmfsConfig config(int port, MonitorConfig.Mode mode) {
        String yaml = "functions: [{name: " + FUNCTION + ", match: {port: " + port + "}}]\n";
        List<String> all = new ArrayList<>(overrides);
        all.add("monitor.mode=" + lower(mode));
        return ConfigLoader.parse("bench", yaml, all).config();
    }

    private static String lower(MonitorConfig.Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}

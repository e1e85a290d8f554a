package io.emfs.tests.overhead;

import io.emfs.bpf.libbpf.ProgramStatistics;
import io.emfs.bpf.monitor.EpochClock;
import io.emfs.bpf.monitor.NodeEventListener;
import io.emfs.bpf.monitor.ProcessTable;
import io.emfs.bpf.monitor.RequestMonitor;
import io.emfs.config.EmfsConfig;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** eMFS's monitor in this JVM, with a listener that only counts. */
final class MonitorWatch implements Watch {
    /** Longer than the interval at which digests are flushed. */
    private static final int SETTLE_MS = 300;

    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);
    private static final int POLL_MS = 20;

    private final Counter counter;
    private final RequestMonitor monitor;

    private MonitorWatch(EmfsConfig config, String function) {
        counter = new Counter(function);
        monitor = RequestMonitor.start(config, new ProcessTable(), new EpochClock(), counter);
    }

    /** Counts the requests of {@code function}. */
    static MonitorWatch start(EmfsConfig config, String function) {
        return new MonitorWatch(config, function);
    }

    @Override
    public Sighting end() throws InterruptedException {
        try (monitor) {
            List<HookCost> hooks = monitor.statistics().programs().stream()
                    .map(MonitorWatch::cost)
                    .toList();
            long beginNs = System.nanoTime();
            while (monitor.ringFillBytes() > 0 && System.nanoTime() - beginNs < DRAIN_LIMIT.toNanos()) {
                Thread.sleep(POLL_MS);
            }
            Thread.sleep(SETTLE_MS);
            return new Sighting(counter.requests.get(), hooks);
        }
    }

    private static HookCost cost(ProgramStatistics program) {
        return new HookCost(program.program(), program.runs(), program.runTimeNs());
    }

    private static final class Counter implements NodeEventListener {
        private final String function;
        private final AtomicLong requests = new AtomicLong();

        Counter(String function) {
            this.function = function;
        }

        @Override
        public void onEvent(NodeEvent event) {
            if (!event.key().function().equals(function)) {
                return;
            }
            if (event instanceof RequestAnswered request && !request.digested()) {
                requests.incrementAndGet();
            } else if (event instanceof RequestDigest digest) {
                requests.addAndGet(digest.requests().count());
            }
        }
    }
}

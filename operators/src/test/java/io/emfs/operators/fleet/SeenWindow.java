package io.emfs.operators.fleet;

import io.emfs.config.Slo;
import io.emfs.state.FunctionKey;
import io.emfs.state.LatencySketch;
import io.emfs.state.Percentiles;
import io.emfs.state.RequestPercentiles;
import io.emfs.state.WindowSlice;
import io.emfs.state.WindowSummary;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** What one node saw of a function that is to answer within 50 ms. */
record SeenWindow(WindowSummary summary, LatencySketch latency) {
    static final FleetWindow SLOW = new FleetWindow("slow", 30_000, 5_000);
    static final Slo SLO = new Slo(95, Duration.ofMillis(50));

    static SeenWindow of(String node, String function, long endMs, long... latenciesMs) {
        LatencySketch sketch = new LatencySketch();
        LongStream.of(latenciesMs).map(TimeUnit.MILLISECONDS::toNanos).forEach(sketch::add);
        WindowSummary summary = new WindowSummary(
                new FunctionKey(node, function),
                SLOW.name(),
                endMs - SLOW.sizeMs(),
                endMs,
                sketch.count(),
                sketch.countAbove(SLO.latency().toNanos()),
                RequestPercentiles.answered(sketch.toPercentiles(), Percentiles.EMPTY, Percentiles.EMPTY),
                sketch.percentile(0.95),
                WindowSlice.UNKNOWN,
                TimeUnit.MILLISECONDS.toNanos(endMs));
        return new SeenWindow(summary, sketch);
    }

    void addTo(FleetTally tally) {
        tally.add(summary, SLO, latency);
    }
}

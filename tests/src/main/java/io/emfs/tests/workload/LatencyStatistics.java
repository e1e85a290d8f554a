package io.emfs.tests.workload;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Exact statistics of latencies, in ns; percentiles by nearest rank. Immutable. Everything is 0 if there are none. */
public final class LatencyStatistics {
    private final long[] sortedNs;

    private LatencyStatistics(long[] sortedNs) {
        this.sortedNs = sortedNs;
    }

    public static LatencyStatistics ofNs(LongStream latenciesNs) {
        return new LatencyStatistics(latenciesNs.sorted().toArray());
    }

    public int n() {
        return sortedNs.length;
    }

    public double meanNs() {
        return Arrays.stream(sortedNs).average().orElse(0);
    }

    public long p50Ns() {
        return percentileNs(50);
    }

    public long p95Ns() {
        return percentileNs(95);
    }

    public long p99Ns() {
        return percentileNs(99);
    }

    public long maxNs() {
        return percentileNs(100);
    }

    /** The smallest latency that at least {@code percent} of all do not exceed; {@code percent} in (0, 100]. */
    public long percentileNs(double percent) {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("percent=" + percent + ", allowed (0, 100]");
        }
        int rank = (int) Math.ceil(percent * n() / 100);
        return n() == 0 ? 0 : sortedNs[rank - 1];
    }

    /** How many took longer than {@code bound}. */
    public long misses(Duration bound) {
        long boundNs = bound.toNanos();
        return Arrays.stream(sortedNs).filter(latencyNs -> latencyNs > boundNs).count();
    }

    /** The part, 0 to 1, that took longer than {@code bound}. */
    public double missFraction(Duration bound) {
        return n() == 0 ? 0 : (double) misses(bound) / n();
    }
}

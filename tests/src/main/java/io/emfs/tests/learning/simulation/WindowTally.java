package io.emfs.tests.learning.simulation;

import java.util.Arrays;

/** What a monitor counts of one function in one window. Durations in ns. One thread. */
final class WindowTally {
    private static final int INITIAL = 64;

    private long[] latenciesNs = new long[INITIAL];
    private long[] onCpusNs = new long[INITIAL];
    private int count;
    private boolean sorted;
    private double latencySumNs;
    private double queueDelaySumNs;
    private double onCpuSumNs;
    private double waitSumNs;

    void clear() {
        count = 0;
        sorted = false;
        latencySumNs = 0;
        queueDelaySumNs = 0;
        onCpuSumNs = 0;
        waitSumNs = 0;
    }

    void add(long latencyNs, long queueDelayNs, long onCpuNs, long waitedNs) {
        if (count == latenciesNs.length) {
            grow();
        }
        latenciesNs[count] = latencyNs;
        onCpusNs[count++] = onCpuNs;
        latencySumNs += latencyNs;
        queueDelaySumNs += queueDelayNs;
        onCpuSumNs += onCpuNs;
        waitSumNs += waitedNs;
        sorted = false;
    }

    void addAll(WindowTally other) {
        for (int i = 0; i < other.count; i++) {
            if (count == latenciesNs.length) {
                grow();
            }
            latenciesNs[count] = other.latenciesNs[i];
            onCpusNs[count++] = other.onCpusNs[i];
        }
        latencySumNs += other.latencySumNs;
        queueDelaySumNs += other.queueDelaySumNs;
        onCpuSumNs += other.onCpuSumNs;
        waitSumNs += other.waitSumNs;
        sorted = false;
    }

    private void grow() {
        latenciesNs = Arrays.copyOf(latenciesNs, 2 * count);
        onCpusNs = Arrays.copyOf(onCpusNs, 2 * count);
    }

    int count() {
        return count;
    }

    double latencyMeanNs() {
        return latencySumNs / Math.max(1, count);
    }

    double queueDelayMeanNs() {
        return queueDelaySumNs / Math.max(1, count);
    }

    double onCpuMeanNs() {
        return onCpuSumNs / Math.max(1, count);
    }

    double waitMeanNs() {
        return waitSumNs / Math.max(1, count);
    }

    /** Nearest rank; 0 without requests. */
    double latencyNs(double quantile) {
        sort();
        return percentile(latenciesNs, count, quantile);
    }

    double onCpuNs(double quantile) {
        sort();
        return percentile(onCpusNs, count, quantile);
    }

    int countAbove(double boundNs) {
        int above = 0;
        for (int i = 0; i < count; i++) {
            above += latenciesNs[i] > boundNs ? 1 : 0;
        }
        return above;
    }

    /** As {@link #latencyNs}, the requests without an answer counted with their age: a lower bound. */
    double latencyOrAgeNs(double quantile, Requests requests, int source, int inFlight, long nowNs) {
        long[] all = Arrays.copyOf(latenciesNs, count + inFlight);
        int total = requests.ages(source, nowNs, all, count);
        Arrays.sort(all, 0, total);
        return percentile(all, total, quantile);
    }

    private void sort() {
        if (!sorted) {
            Arrays.sort(latenciesNs, 0, count);
            Arrays.sort(onCpusNs, 0, count);
            sorted = true;
        }
    }

    private static double percentile(long[] ascending, int count, double quantile) {
        return count == 0 ? 0 : ascending[Math.max(1, (int) Math.ceil(quantile * count - 1e-9)) - 1];
    }
}

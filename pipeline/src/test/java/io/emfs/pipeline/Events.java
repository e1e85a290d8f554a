package io.emfs.pipeline;

import io.emfs.state.Basis;
import io.emfs.state.Calibration;
import io.emfs.state.ChangeReason;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionProfile;
import io.emfs.state.FunctionReport;
import io.emfs.state.InstanceExited;
import io.emfs.state.InstanceStarted;
import io.emfs.state.NodeEvent;
import io.emfs.state.Percentiles;
import io.emfs.state.QueueChange;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestPercentiles;
import io.emfs.state.WindowSummary;

/** Made-up events, commands and summaries. */
public final class Events {
    private Events() {}

    public static FunctionKey key(String function) {
        return new FunctionKey("n1", function);
    }

    /** Completed at {@code timestampNs}, after 2 ns of waiting and 3 ns of service. */
    public static NodeEvent request(FunctionKey key, long timestampNs) {
        return new RequestAnswered(key, timestampNs - 5, 2, 3, 1, 1, false);
    }

    public static NodeEvent started(FunctionKey key, long timestampNs) {
        return new InstanceStarted(key, 100, timestampNs);
    }

    public static NodeEvent exited(FunctionKey key, long timestampNs) {
        return new InstanceExited(key, 100, 0, timestampNs);
    }

    public static QueueChange change(FunctionKey key, int from, int to, long causeNs) {
        return new QueueChange(key, from, to, ChangeReason.SLO_MISSED, causeNs, 0, 0);
    }

    public static FunctionReport report(FunctionKey key, String window, long endMs, long count, int queue) {
        return new FunctionReport(
                summary(key, window, endMs, count), FunctionProfile.EMPTY, queue, null, Basis.NONE, Calibration.NONE);
    }

    private static WindowSummary summary(FunctionKey key, String window, long endMs, long count) {
        Percentiles latency = count == 0 ? Percentiles.EMPTY : new Percentiles(5e6, 4e6, 9e6, 10e6, 11e6);
        Percentiles queue = count == 0 ? Percentiles.EMPTY : new Percentiles(1e6, 1e6, 2e6, 3e6, 4e6);
        Percentiles service = count == 0 ? Percentiles.EMPTY : new Percentiles(4e6, 3e6, 7e6, 8e6, 9e6);
        return new WindowSummary(
                key,
                window,
                endMs - 1000,
                endMs,
                count,
                0,
                RequestPercentiles.answered(latency, queue, service),
                0,
                0,
                endMs * 1_000_000);
    }
}

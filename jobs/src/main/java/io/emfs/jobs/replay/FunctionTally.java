package io.emfs.jobs.replay;

import io.emfs.config.Slo;
import io.emfs.state.FunctionReport;
import io.emfs.state.LatencySketch;
import io.emfs.state.NodeEvent;
import io.emfs.state.Quantity;
import io.emfs.state.QueueChange;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestDigest;
import org.jspecify.annotations.Nullable;

/**
 * Sums up one function. Events are counted by the source's task thread, changes and reports by the policy's; they share no
 * field.
 */
final class FunctionTally {
    private final String name;
    private final @Nullable Slo slo;
    private final LatencySketch latency = new LatencySketch();
    private long windows;
    private long missedWindows;
    private int moves;
    private int queue;

    FunctionTally(String name, @Nullable Slo slo) {
        this.name = name;
        this.slo = slo;
    }

    void count(NodeEvent event) {
        if (event instanceof RequestAnswered answered && !answered.digested()) {
            latency.add(answered.latencyNs());
        } else if (event instanceof RequestDigest digest) {
            latency.merge(digest.requests().of(Quantity.LATENCY));
        }
    }

    void count(QueueChange change) {
        moves += change.from() == QueueChange.NONE || change.from() == change.to() ? 0 : 1;
        queue = change.to();
    }

    /** A window of the policy's name. */
    void count(FunctionReport report) {
        if (report.summary().count() > 0) {
            windows++;
            missedWindows += slo != null
                            && report.summary().sloLatencyNs() > slo.latency().toNanos()
                    ? 1
                    : 0;
        }
    }

    ReplayedFunction sum(double seconds) {
        return new ReplayedFunction(
                name,
                Objective.of(slo),
                latency.count(),
                seconds > 0 ? Math.rint(latency.count() / seconds * 1000) / 1000 : 0,
                ReplayedFunction.Quantiles.of(latency.toPercentiles()),
                windows,
                missedWindows,
                moves,
                queue);
    }
}

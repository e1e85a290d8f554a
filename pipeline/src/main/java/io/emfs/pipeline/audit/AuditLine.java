package io.emfs.pipeline.audit;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.emfs.config.PolicyConfig.Audit;
import io.emfs.config.PolicyConfig.Mode;
import io.emfs.pipeline.executor.Applied;
import io.emfs.pipeline.executor.Boosted;
import io.emfs.pipeline.executor.Effect;
import io.emfs.pipeline.executor.ThreadApplied;
import io.emfs.state.Basis;
import io.emfs.state.ChangeReason;
import io.emfs.state.Prediction;
import io.emfs.state.QueueChange;
import io.emfs.state.ThreadCause;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A line of the audit log; its JSON follows the components' names. */
sealed interface AuditLine {

    /** Null if the effect is none that this log holds. */
    static @Nullable AuditLine of(Effect effect, Audit audit) {
        if (effect instanceof Applied applied) {
            return applied.change().reason() == ChangeReason.INSTANCE ? null : Move.of(applied);
        }
        if (effect instanceof Boosted boosted) {
            return Boost.of(boosted);
        }
        return audit == Audit.THREADS && effect instanceof ThreadApplied thread ? ThreadMove.of(thread) : null;
    }

    /**
     * A function got another queue or rank.
     *
     * @param time of the kernel event that this is the answer to
     * @param from 1…n; 0 if it had no queue yet
     * @param latencyMs the latency that decided; null where none did
     * @param sloMs the SLO's bound; null without an SLO
     * @param basis the learned model if it chose the queue, such as {@code ladder-young} if the ladder did, and why; null
     *     if neither did
     * @param model whose prediction follows; null if none is trusted
     * @param predictedMs what it expects there at the SLO's percentile: half the windows less
     * @param predictedUpperMs four windows of five less
     * @param loopUs event → last thread set; null if none was
     */
    @JsonPropertyOrder({
        "kind",
        "time",
        "function",
        "from",
        "to",
        "rank",
        "reason",
        "mode",
        "latencyMs",
        "sloMs",
        "basis",
        "model",
        "predictedMs",
        "predictedUpperMs",
        "threads",
        "refused",
        "loopUs"
    })
    record Move(
            String kind,
            String time,
            String function,
            int from,
            int to,
            int rank,
            ChangeReason reason,
            Mode mode,
            @Nullable Double latencyMs,
            @Nullable Double sloMs,
            @Nullable String basis,
            @Nullable String model,
            @Nullable Double predictedMs,
            @Nullable Double predictedUpperMs,
            int threads,
            int refused,
            @Nullable Long loopUs)
            implements AuditLine {
        static Move of(Applied applied) {
            QueueChange change = applied.change();
            Prediction prediction = change.prediction();
            return new Move(
                    "move",
                    timeOf(change.causeNs()),
                    change.key().function(),
                    change.from(),
                    change.to(),
                    change.rank(),
                    change.reason(),
                    applied.mode(),
                    millis(change.observedNs()),
                    millis((double) change.boundNs()),
                    change.basis() == Basis.NONE ? null : BasisText.of(change.basis()),
                    prediction == null ? null : prediction.model(),
                    prediction == null ? null : millis(prediction.medianNs()),
                    prediction == null ? null : millis(prediction.upperNs()),
                    applied.moved(),
                    applied.refused(),
                    micros(applied.loopNs()));
        }
    }

    /** A single thread was placed relative to its function. */
    @JsonPropertyOrder({"kind", "time", "function", "pid", "tid", "cause", "drops", "late", "outcome", "loopUs"})
    record ThreadMove(
            String kind,
            String time,
            String function,
            int pid,
            int tid,
            ThreadCause cause,
            int drops,
            boolean late,
            ThreadApplied.Outcome outcome,
            @Nullable Long loopUs)
            implements AuditLine {
        static ThreadMove of(ThreadApplied applied) {
            return new ThreadMove(
                    "thread",
                    timeOf(applied.change().causeNs()),
                    applied.key().function(),
                    applied.change().pid(),
                    applied.change().tid(),
                    applied.change().cause(),
                    applied.change().drops(),
                    applied.change().late(),
                    applied.outcome(),
                    micros(applied.loopNs()));
        }
    }

    /** A starving thread was boosted. */
    @JsonPropertyOrder({"kind", "time", "function", "pid", "tid", "waitedMs"})
    record Boost(
            String kind,
            String time,
            String function,
            int pid,
            int tid,
            @Nullable Double waitedMs) implements AuditLine {
        static Boost of(Boosted boosted) {
            return new Boost(
                    "boost",
                    timeOf(boosted.atNs()),
                    boosted.key().function(),
                    boosted.pid(),
                    boosted.tid(),
                    millis((double) boosted.waitedNs()));
        }
    }

    private static String timeOf(long epochNs) {
        return Instant.ofEpochSecond(0, epochNs).toString();
    }

    private static @Nullable Double millis(double ns) {
        return ns == 0 ? null : Double.valueOf(Math.rint(ns / 1e3) / 1e3);
    }

    private static @Nullable Long micros(long ns) {
        return ns == 0 ? null : Long.valueOf(TimeUnit.NANOSECONDS.toMicros(ns));
    }
}

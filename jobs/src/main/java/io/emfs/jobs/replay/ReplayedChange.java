package io.emfs.jobs.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.emfs.config.Slo;
import io.emfs.state.ChangeReason;
import io.emfs.state.QueueChange;
import org.jspecify.annotations.Nullable;

/**
 * A function got another queue; its JSON follows the components' names.
 *
 * @param atMs ms from the recording's first event to the event that this is the answer to
 * @param from 1…n; 0 if the function had no queue yet
 * @param latencyMs the latency that decided; null where none did
 */
@JsonInclude(Include.NON_NULL)
public record ReplayedChange(
        double atMs,
        String function,
        int from,
        int to,
        ChangeReason reason,
        @Nullable Double latencyMs,
        @Nullable Objective slo) {

    static ReplayedChange of(QueueChange change, long startNs, @Nullable Slo slo) {
        return new ReplayedChange(
                Milliseconds.of((double) (change.causeNs() - startNs)),
                change.key().function(),
                change.from(),
                change.to(),
                change.reason(),
                change.observedNs() == 0 ? null : Milliseconds.of(change.observedNs()),
                Objective.of(slo));
    }
}

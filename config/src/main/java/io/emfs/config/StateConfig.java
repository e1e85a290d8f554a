package io.emfs.config;

import java.io.Serializable;
import java.time.Duration;

/** {@code state}: {@code dir} holds checkpoints and the journal of changed threads. */
public record StateConfig(String dir, Duration checkpointInterval) implements Serializable {
    /** The directory systemd gives the service as {@code StateDirectory=emfs}. */
    public static final StateConfig DEFAULT = new StateConfig("/var/lib/emfs", Duration.ofSeconds(10));

    static StateConfig read(Section at) {
        return new StateConfig(
                at.optional("dir", ValueType.text(), DEFAULT.dir).value(),
                at.optional("checkpoint-interval", ValueType.positiveDuration(), DEFAULT.checkpointInterval)
                        .value());
    }
}

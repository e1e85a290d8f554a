package io.emfs.pipeline.executor;

import io.emfs.config.PolicyConfig.Mode;
import io.emfs.config.QueueConfig;
import java.util.List;

/** {@code policy.mode}, and the levels in either. Immutable. */
record Modes(Mode configured, QueueLevels realTime, QueueLevels fair) {

    /** {@code slices} tells whether the kernel has them. */
    static Modes of(Mode configured, List<QueueConfig> queues, boolean slices) {
        return new Modes(configured, RealTimeLevels.of(queues), FairLevels.of(queues, slices));
    }

    /** What a function is tried with. */
    Mode preferred() {
        return configured == Mode.FAIR ? Mode.FAIR : Mode.RT;
    }

    boolean fallsBack() {
        return configured == Mode.AUTO;
    }

    QueueLevels levels(Mode mode) {
        return mode == Mode.FAIR ? fair : realTime;
    }
}

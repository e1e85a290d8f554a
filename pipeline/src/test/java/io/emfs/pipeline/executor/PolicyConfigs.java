package io.emfs.pipeline.executor;

import io.emfs.config.PolicyConfig;
import io.emfs.config.PolicyConfig.Mode;
import java.time.Duration;

/** The default policy in other modes, starvation after 2 s. */
final class PolicyConfigs {
    private PolicyConfigs() {}

    static PolicyConfig of(Mode mode) {
        PolicyConfig policy = PolicyConfig.DEFAULT;
        return new PolicyConfig(
                mode,
                policy.ranking(),
                policy.quanta(),
                policy.late(),
                policy.rtThrottling(),
                policy.percentileWindow(),
                policy.promoteAfter(),
                policy.demoteAfter(),
                policy.coolDown(),
                Duration.ofSeconds(2),
                policy.audit());
    }
}

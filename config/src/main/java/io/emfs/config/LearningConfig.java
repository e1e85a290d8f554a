package io.emfs.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * {@code learning}.
 *
 * @param exploration share of windows in which a function with slack tries another queue; 1 has all functions with an SLO
 *     wander through all queues, for recordings to train models on
 * @param model file of the model to start with, or {@link #SHIPPED}
 */
public record LearningConfig(boolean enabled, double exploration, Duration retrainEvery, String model)
        implements Serializable {
    /** The model that comes with eMFS. */
    public static final String SHIPPED = "shipped";

    /** Learning on, one window in twenty spent on exploring. */
    public static final LearningConfig DEFAULT = new LearningConfig(true, 0.05, Duration.ofMinutes(5), SHIPPED);

    static LearningConfig read(Section at) {
        return new LearningConfig(
                at.optional("enabled", ValueType.bool(), DEFAULT.enabled).value(),
                at.optional(
                                "exploration",
                                ValueType.decimal("must be a share in 0..1", share -> share >= 0 && share <= 1),
                                DEFAULT.exploration)
                        .value(),
                at.optional("retrain-every", ValueType.positiveDuration(), DEFAULT.retrainEvery)
                        .value(),
                at.optional("model", ValueType.text(), DEFAULT.model).value());
    }
}

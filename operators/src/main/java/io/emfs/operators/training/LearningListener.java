package io.emfs.operators.training;

import io.emfs.state.LearningReport;
import java.io.Serializable;

/** Is shown how learning stands, on the coordinator's threads; travels with the job. */
@FunctionalInterface
public interface LearningListener extends Serializable {
    LearningListener NONE = report -> {};

    void onReport(LearningReport report);
}

package io.emfs.operators.training;

import io.emfs.operators.learning.Retraining;
import io.emfs.operators.learning.Trainer;
import io.emfs.operators.learning.TrainerProcess;
import org.jspecify.annotations.Nullable;

/** Where models are trained while the job runs. */
public enum TrainerPlace {
    /** Nowhere: the job serves the model that it started with. */
    NOWHERE,
    /** On a thread beside the coordinator, where no functions compete with it for a core. */
    COORDINATOR,
    /** In a process of its own, on CPU time that nobody else wants: on a node that eMFS schedules. */
    PROCESS;

    @Nullable
    Trainer open() {
        return switch (this) {
            case NOWHERE -> null;
            case COORDINATOR -> Retraining::run;
            case PROCESS -> new TrainerProcess();
        };
    }
}

package io.emfs.operators.training;

import io.emfs.operators.learning.BaseModel;
import java.io.Serializable;

/**
 * Where the policy's models come from. Immutable; travels with the job.
 *
 * @param base what it starts with
 * @param place where retraining happens, if learning is on
 */
public record ModelSupply(BaseModel base, TrainerPlace place, LearningListener listener) implements Serializable {
    /** The shipped model for ever. */
    public static final ModelSupply SHIPPED =
            new ModelSupply(BaseModel.SHIPPED, TrainerPlace.NOWHERE, LearningListener.NONE);
}

package io.emfs.operators.training;

import io.emfs.operators.learning.BaseModel;
import java.io.Serializable;

/**
 * Where the policy's models come from. Immutable; travels with the job.
 *
 * <p>A policy that {@code follows} decides nothing: functions are in the queues that {@link io.emfs.state.FunctionPlaced}
 * tells of, and it learns from their windows.
 *
 * @param base what it starts with
 * @param place where retraining happens, if learning is on
 */
public record ModelSupply(BaseModel base, TrainerPlace place, boolean follows) implements Serializable {
    /** The shipped model for ever. */
    public static final ModelSupply SHIPPED = new ModelSupply(BaseModel.SHIPPED, TrainerPlace.NOWHERE, false);

    /** No model, and whoever decided has decided already. */
    public static final ModelSupply FOLLOWING = new ModelSupply(BaseModel.SHIPPED, TrainerPlace.NOWHERE, true);

    public ModelSupply(BaseModel base, TrainerPlace place) {
        this(base, place, false);
    }
}

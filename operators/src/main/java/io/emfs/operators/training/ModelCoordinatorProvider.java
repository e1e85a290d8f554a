package io.emfs.operators.training;

import io.emfs.config.LearningConfig;
import io.emfs.config.QueueConfig;
import java.util.List;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;

/** Makes the policy's coordinator where the job is managed; travels with the job. */
public final class ModelCoordinatorProvider implements OperatorCoordinator.Provider {
    private static final long serialVersionUID = 1;

    private final OperatorID operator;
    private final List<QueueConfig> queues;
    private final LearningConfig learning;
    private final ModelSupply supply;

    public ModelCoordinatorProvider(
            OperatorID operator, List<QueueConfig> queues, LearningConfig learning, ModelSupply supply) {
        this.operator = operator;
        this.queues = List.copyOf(queues);
        this.learning = learning;
        this.supply = supply;
    }

    @Override
    public OperatorID getOperatorId() {
        return operator;
    }

    @Override
    public OperatorCoordinator create(OperatorCoordinator.Context context) {
        return new ModelCoordinator(queues, learning, supply);
    }
}

package io.emfs.operators.policy;

import io.emfs.config.LearningConfig;
import io.emfs.config.QueueConfig;
import io.emfs.operators.learning.FeatureVectors;
import io.emfs.operators.training.ModelCoordinatorProvider;
import io.emfs.operators.training.ModelSupply;
import io.emfs.operators.training.RowSender;
import io.emfs.state.Command;
import io.emfs.state.Signal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEventDispatcher;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.CoordinatedOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the policy's operator and its coordinator, which retrains the model. Travels with the job. */
public final class QueuePolicyFactory extends AbstractStreamOperatorFactory<Command>
        implements OneInputStreamOperatorFactory<Signal, Command>, CoordinatedOperatorFactory<Command> {
    private static final long serialVersionUID = 1;

    private final QueuePolicy policy;
    private final List<QueueConfig> queues;
    private final LearningConfig learning;
    private final ModelSupply supply;

    public QueuePolicyFactory(
            QueuePolicy policy, List<QueueConfig> queues, LearningConfig learning, ModelSupply supply) {
        this.policy = policy;
        this.queues = List.copyOf(queues);
        this.learning = learning;
        this.supply = supply;
        setChainingStrategy(ChainingStrategy.ALWAYS);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Flink's signature
    public <T extends StreamOperator<Command>> T createStreamOperator(StreamOperatorParameters<Command> parameters) {
        OperatorID id = parameters.getStreamConfig().getOperatorID();
        OperatorEventDispatcher events = parameters.getOperatorEventDispatcher();
        if (learning.enabled()) {
            policy.logTo(new RowSender(
                    FeatureVectors.of(queues, 1),
                    events.getOperatorEventGateway(id)::sendEventToCoordinator,
                    () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime())));
        }
        QueuePolicyOperator operator = new QueuePolicyOperator(policy, parameters);
        events.registerEventHandler(id, operator);
        return (T) operator;
    }

    @Override
    public OperatorCoordinator.Provider getCoordinatorProvider(String name, OperatorID operator) {
        return new ModelCoordinatorProvider(operator, queues, learning, supply);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
        return QueuePolicyOperator.class;
    }
}

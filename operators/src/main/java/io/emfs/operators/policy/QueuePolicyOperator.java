package io.emfs.operators.policy;

import io.emfs.operators.training.LearningEvent;
import io.emfs.operators.training.ModelEvent;
import io.emfs.state.Command;
import io.emfs.state.Signal;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEventHandler;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Runs the {@link QueuePolicy}, hands it the models that its coordinator promotes, and emits what that says of learning, on
 * the side output {@link QueuePolicy#LEARNING}. Task thread.
 */
final class QueuePolicyOperator extends KeyedProcessOperator<String, Signal, Command> implements OperatorEventHandler {
    private static final long serialVersionUID = 1;

    private final QueuePolicy policy;

    QueuePolicyOperator(QueuePolicy policy, StreamOperatorParameters<Command> parameters) {
        super(policy);
        this.policy = policy;
        setProcessingTimeService(parameters.getProcessingTimeService());
        setup(parameters.getContainingTask(), parameters.getStreamConfig(), parameters.getOutput());
    }

    @Override
    public void handleOperatorEvent(OperatorEvent event) {
        if (event instanceof ModelEvent promoted) {
            policy.serve(promoted.model());
        } else if (event instanceof LearningEvent learning) {
            output.collect(QueuePolicy.LEARNING, new StreamRecord<>(learning.report()));
        } else {
            throw new IllegalArgumentException("event=" + event + ", expected a model or how learning stands");
        }
    }
}

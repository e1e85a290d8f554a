package io.emfs.operators.policy;

import io.emfs.operators.training.ModelEvent;
import io.emfs.state.Command;
import io.emfs.state.Signal;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEventHandler;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Runs the {@link QueuePolicy}, and hands it the models that its coordinator promotes. Task thread. */
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
        if (!(event instanceof ModelEvent promoted)) {
            throw new IllegalArgumentException("event=" + event + ", expected a model");
        }
        policy.serve(promoted.model());
    }
}

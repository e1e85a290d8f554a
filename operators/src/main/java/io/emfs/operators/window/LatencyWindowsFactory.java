package io.emfs.operators.window;

import io.emfs.operators.fleet.FleetCoordinatorProvider;
import io.emfs.state.NodeEvent;
import io.emfs.state.Signal;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.CoordinatedOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the windows' operator and its coordinator, which has the view of all nodes. Travels with the job. */
public final class LatencyWindowsFactory extends AbstractStreamOperatorFactory<Signal>
        implements OneInputStreamOperatorFactory<NodeEvent, Signal>, CoordinatedOperatorFactory<Signal> {
    private static final long serialVersionUID = 1;

    private final LatencyWindows windows;

    public LatencyWindowsFactory(LatencyWindows windows) {
        this.windows = windows;
        setChainingStrategy(ChainingStrategy.ALWAYS);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Flink's signature
    public <T extends StreamOperator<Signal>> T createStreamOperator(StreamOperatorParameters<Signal> parameters) {
        OperatorEventGateway coordinator = parameters
                .getOperatorEventDispatcher()
                .getOperatorEventGateway(parameters.getStreamConfig().getOperatorID());
        windows.tellFleet(coordinator::sendEventToCoordinator);
        windows.place(parameters);
        return (T) windows;
    }

    @Override
    public OperatorCoordinator.Provider getCoordinatorProvider(String name, OperatorID operator) {
        return new FleetCoordinatorProvider(operator);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
        return LatencyWindows.class;
    }
}

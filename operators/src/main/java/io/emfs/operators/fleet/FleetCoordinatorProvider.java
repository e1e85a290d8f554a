package io.emfs.operators.fleet;

import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;

/** Makes the windows' coordinator where the job is managed; travels with the job. */
public final class FleetCoordinatorProvider implements OperatorCoordinator.Provider {
    private static final long serialVersionUID = 1;

    private final OperatorID operator;

    public FleetCoordinatorProvider(OperatorID operator) {
        this.operator = operator;
    }

    @Override
    public OperatorID getOperatorId() {
        return operator;
    }

    @Override
    public OperatorCoordinator create(OperatorCoordinator.Context context) {
        return new FleetCoordinator(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }
}

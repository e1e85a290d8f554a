package io.emfs.operators.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.LearningConfig;
import io.emfs.config.QueueConfig;
import io.emfs.operators.learning.BaseModel;
import io.emfs.state.LearningReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.messages.Acknowledge;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.junit.jupiter.api.Test;

class ModelCoordinatorTest {

    @Test
    void tellsEverySubtaskHowLearningStands() throws Exception {
        ModelCoordinator coordinator = new ModelCoordinator(
                QueueConfig.DEFAULTS, LearningConfig.DEFAULT, new ModelSupply(BaseModel.SHIPPED, TrainerPlace.NOWHERE));
        Subtask first = new Subtask(0);
        Subtask second = new Subtask(1);
        coordinator.start();
        coordinator.executionAttemptReady(0, 0, first);
        coordinator.executionAttemptReady(1, 0, second);
        coordinator.resetToCheckpoint(1, null);
        coordinator.close();

        assertThat(first.reports()).isNotEmpty().isEqualTo(second.reports());
        assertThat(first.reports().get(0).model()).startsWith("simulation");
        assertThat(first.events)
                .as("Flink fails a task that finishes while an event is on its way to it")
                .allMatch(OperatorEvent::isLossTolerant);
    }

    /** Takes whatever it is sent. */
    private record Subtask(int number, List<OperatorEvent> events) implements OperatorCoordinator.SubtaskGateway {
        Subtask(int number) {
            this(number, new ArrayList<>());
        }

        List<LearningReport> reports() {
            return events.stream()
                    .map(event -> ((LearningEvent) event).report())
                    .toList();
        }

        @Override
        public CompletableFuture<Acknowledge> sendEvent(OperatorEvent event) {
            events.add(event);
            return CompletableFuture.completedFuture(Acknowledge.get());
        }

        @Override
        public ExecutionAttemptID getExecution() {
            return ExecutionAttemptID.randomId();
        }

        @Override
        public int getSubtask() {
            return number;
        }
    }
}

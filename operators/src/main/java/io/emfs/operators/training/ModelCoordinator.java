package io.emfs.operators.training;

import io.emfs.config.LearningConfig;
import io.emfs.config.QueueConfig;
import io.emfs.operators.learning.FeatureVectors;
import io.emfs.operators.learning.QueueModel;
import io.emfs.state.LearningReport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy's coordinator: gathers what its subtasks have seen of functions, has models trained on it, and hands those that
 * are promoted to every subtask, which then goes on with the next record; the job is neither restarted nor held up. The
 * promoted model is part of checkpoints and savepoints. A subtask that starts is given it before its first record.
 *
 * <p>Every subtask is also told how learning stands, for whoever shows it.
 *
 * <p>Called by the job manager's thread, which never waits here; training is the {@link RetrainingCycle}'s.
 */
final class ModelCoordinator implements OperatorCoordinator {
    private static final Logger log = LoggerFactory.getLogger(ModelCoordinator.class);

    private final List<QueueConfig> queues;
    private final ModelSupply supply;
    private final PacedReports reports = new PacedReports(System::nanoTime, this::publish);
    private final RetrainingCycle cycle;
    private final Map<Integer, SubtaskGateway> subtasks = new ConcurrentHashMap<>();

    ModelCoordinator(List<QueueConfig> queues, LearningConfig learning, ModelSupply supply) {
        this.queues = queues;
        this.supply = supply;
        boolean trains = learning.enabled() && supply.place() != TrainerPlace.NOWHERE;
        this.cycle = new RetrainingCycle(
                FeatureVectors.of(queues, 1),
                trains ? supply.place().open() : null,
                learning.retrainEvery(),
                this::publish,
                reports::add);
    }

    @Override
    public void start() {
        cycle.start(learnedBase());
    }

    private @Nullable QueueModel learnedBase() {
        return supply.base().forQueues(queues);
    }

    @Override
    public void close() throws InterruptedException {
        cycle.close();
    }

    @Override
    public void handleEventFromOperator(int subtask, int attempt, OperatorEvent event) {
        if (event instanceof RowsEvent rows) {
            cycle.add(rows.rows());
        } else {
            throw new IllegalArgumentException("event=" + event + ", expected rows");
        }
    }

    private void publish(QueueModel model) {
        subtasks.values().forEach(subtask -> send(subtask, new ModelEvent(model.toBytes())));
    }

    private void publish(LearningReport report) {
        subtasks.values().forEach(subtask -> send(subtask, new LearningEvent(report)));
    }

    private static void send(SubtaskGateway subtask, OperatorEvent event) {
        var unused = subtask.sendEvent(event).whenComplete((done, failure) -> {
            if (failure != null) { // it is sent again when the subtask is back
                log.debug(
                        "subtask {} did not take its {}: {}",
                        subtask.getSubtask(),
                        event.getClass().getSimpleName(),
                        failure.toString());
            }
        });
    }

    @Override
    public void checkpointCoordinator(long checkpoint, CompletableFuture<byte[]> result) {
        ModelVersion version = cycle.version();
        @Nullable QueueModel promoted = version.promotions() == 0 ? null : version.model();
        byte[] bytes = promoted == null ? new byte[0] : promoted.toBytes();
        result.complete(new ModelHistory(supply.base().identity(), version.promotions(), bytes).toBytes());
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {}

    /** Throws {@link IOException} for state of a later version of eMFS: then the job does not start from it. */
    @Override
    public void resetToCheckpoint(long checkpoint, byte @Nullable [] state) throws IOException {
        if (state == null) { // of a version of eMFS that did not retrain
            cycle.reset(new ModelVersion(0, learnedBase()));
            return;
        }
        cycle.reset(versionIn(ModelHistory.fromBytes(state)));
    }

    private ModelVersion versionIn(ModelHistory history) {
        if (history.promotions() == 0) {
            return new ModelVersion(0, learnedBase());
        }
        if (history.base() != supply.base().identity()) {
            log.info("learning.model has changed: what was trained from the former one on is given up");
            return new ModelVersion(0, learnedBase());
        }
        try {
            return new ModelVersion(
                    history.promotions(), QueueModel.fromBytes(history.model(), FeatureVectors.of(queues, 1)));
        } catch (IllegalArgumentException e) {
            log.warn("learning: the model in the checkpoint is not used: {}", e.getMessage());
            return new ModelVersion(0, learnedBase());
        }
    }

    @Override
    public void subtaskReset(int subtask, long checkpoint) {
        subtasks.remove(subtask);
    }

    @Override
    public void executionAttemptFailed(int subtask, int attempt, @Nullable Throwable reason) {
        subtasks.remove(subtask);
    }

    @Override
    public void executionAttemptReady(int subtask, int attempt, SubtaskGateway gateway) {
        subtasks.put(subtask, gateway);
        ModelVersion version = cycle.version();
        @Nullable QueueModel model = version.model();
        if (version.promotions() > 0 && model != null) {
            send(gateway, new ModelEvent(model.toBytes()));
        }
        reports.passTo(report -> send(gateway, new LearningEvent(report)));
    }
}

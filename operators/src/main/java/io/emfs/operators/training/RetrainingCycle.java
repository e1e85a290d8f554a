package io.emfs.operators.training;

import io.emfs.operators.learning.DataLogger;
import io.emfs.operators.learning.FeatureVectors;
import io.emfs.operators.learning.QueueModel;
import io.emfs.operators.learning.Retrained;
import io.emfs.operators.learning.Retraining;
import io.emfs.operators.learning.ServedModel;
import io.emfs.operators.learning.Trainer;
import io.emfs.operators.learning.TrainingFailedException;
import io.emfs.operators.learning.TrainingRow;
import io.emfs.state.HeldOutErrors;
import io.emfs.state.LearningReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers rows, and every {@code learning.retrain-every} has a model trained on them: the one in use goes on learning. The
 * new one takes its place if it is no worse on functions held out. Nothing is trained without news, on too few functions to
 * hold any out, or, where there is no model to go on from, before {@link DataLogger#MIN_KEYS} functions are known.
 *
 * <p>Thread-safe; no call waits for a training but {@link #close}, which ends it.
 */
final class RetrainingCycle {
    /** What a fast function shows in two minutes. */
    static final int LEAST_NEWS = 100;

    private static final Logger log = LoggerFactory.getLogger(RetrainingCycle.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final double NS_PER_S = 1e9;
    private static final double PERCENT = 100;

    private final FeatureVectors features;
    private final @Nullable Trainer trainer;
    private final Duration every;
    private final Consumer<QueueModel> subtasks;
    private final Consumer<LearningReport> listener;
    private final DataLogger rows = new DataLogger(System.nanoTime());
    private @Nullable ScheduledExecutorService thread;
    private ModelVersion version = new ModelVersion(0, null);
    private LearningReport shown = LearningReport.NONE;
    private boolean restored;
    private int news;

    /**
     * Of models for queues of these features.
     *
     * @param trainer closed with the cycle; null if nothing is to be trained
     * @param subtasks are given each promoted model, on the training's thread
     * @param listener is given each report while the cycle is locked, on the training's thread or the caller's
     */
    RetrainingCycle(
            FeatureVectors features,
            @Nullable Trainer trainer,
            Duration every,
            Consumer<QueueModel> subtasks,
            Consumer<LearningReport> listener) {
        this.features = features;
        this.trainer = trainer;
        this.every = every;
        this.subtasks = subtasks;
        this.listener = listener;
    }

    /** From {@code base} on, or from what {@link #reset} was given before. */
    synchronized void start(@Nullable QueueModel base) {
        if (!restored) {
            version = new ModelVersion(0, base);
        }
        show(shown);
        if (trainer != null) {
            thread = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread created = new Thread(task, "emfs-retraining");
                created.setDaemon(true);
                return created;
            });
            var unused = thread.scheduleWithFixedDelay(
                    this::turn, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    synchronized void reset(ModelVersion newVersion) {
        restored = true;
        version = newVersion;
        show(shown);
    }

    synchronized ModelVersion version() {
        return version;
    }

    synchronized void add(List<TrainingRow> added) {
        added.forEach(rows::add);
        news += added.size();
        show(shown);
    }

    private void turn() {
        try {
            retrain();
        } catch (RuntimeException e) { // the cycle would end with it
            log.error("retraining failed", e);
            fail();
        }
    }

    private void retrain() {
        Trainer current = trainer;
        @Nullable Retraining order = current == null ? null : order();
        if (current == null || order == null) {
            return;
        }
        long startNs = System.nanoTime();
        ModelVersion incumbent = version();
        try {
            Retrained trained = current.train(order);
            adopt(incumbent, trained, (System.nanoTime() - startNs) / NS_PER_S);
        } catch (TrainingFailedException e) {
            log.warn("retraining failed: {}", e.getMessage());
            fail();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is to be done now; null if there is nothing to learn yet. */
    synchronized @Nullable Retraining order() {
        int leastKeys = version.model() == null ? DataLogger.MIN_KEYS : DataLogger.LEAST_KEYS_TO_HOLD_OUT;
        if (rows.keys() < leastKeys || news < LEAST_NEWS) {
            return null;
        }
        news = 0;
        return new Retraining(features, version.model(), rows.rows(), shown.promotions() + shown.rejections());
    }

    /** A model that was trained while the job was reset to a checkpoint is of the past. */
    @SuppressWarnings("ReferenceEquality") // a version is replaced when it changes
    private void adopt(ModelVersion incumbent, Retrained trained, double seconds) {
        boolean promoted;
        synchronized (this) {
            promoted = trained.promoted() && version == incumbent;
            if (promoted) {
                version = version.next(trained.model());
            }
            show(new LearningReport(
                    "",
                    0,
                    0,
                    0,
                    shown.promotions() + (promoted ? 1 : 0),
                    shown.rejections() + (promoted ? 0 : 1),
                    shown.failures(),
                    seconds,
                    trained.errors()));
        }
        if (promoted) {
            subtasks.accept(trained.model());
        }
        tell(promoted, trained, seconds);
    }

    private static void tell(boolean promoted, Retrained trained, double seconds) {
        HeldOutErrors errors = trained.errors();
        log.info(
                "learning: {} after {} s on {} windows of {} functions; median error on functions held out:"
                        + " {} %, of the model in use {} %, of the last value {} %",
                promoted ? "a new model serves" : "the model in use stays",
                Math.round(seconds),
                trained.model().provenance().rows(),
                trained.model().provenance().keys(),
                Math.round(PERCENT * errors.candidate()),
                Math.round(PERCENT * errors.incumbent()),
                Math.round(PERCENT * errors.last()));
    }

    private synchronized void fail() {
        show(new LearningReport(
                "",
                0,
                0,
                0,
                shown.promotions(),
                shown.rejections(),
                shown.failures() + 1,
                shown.seconds(),
                shown.errors()));
    }

    /** Shows {@code counted} with what is known of model and rows by now. */
    private synchronized void show(LearningReport counted) {
        @Nullable QueueModel model = version.model();
        shown = new LearningReport(
                model == null ? "" : ServedModel.of(model).name(),
                version.promotions(),
                rows.size(),
                rows.keys(),
                counted.promotions(),
                counted.rejections(),
                counted.failures(),
                counted.seconds(),
                counted.errors());
        listener.accept(shown);
    }

    void close() throws InterruptedException {
        if (trainer != null) {
            trainer.close();
        }
        ScheduledExecutorService current;
        synchronized (this) {
            current = thread;
        }
        if (current != null) {
            current.shutdownNow();
            current.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}

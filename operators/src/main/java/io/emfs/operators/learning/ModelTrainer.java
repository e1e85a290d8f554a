package io.emfs.operators.learning;

import org.jspecify.annotations.Nullable;

/** Trains a {@link QueueModel} on logged rows. Immutable, thread-safe; takes a minute of one core from scratch. */
public final class ModelTrainer {
    private final FeatureVectors features;
    private final TrainerOptions options;

    public ModelTrainer(FeatureVectors features, TrainerOptions options) {
        this.features = features;
        this.options = options;
    }

    /**
     * On the rows of all functions but those held out.
     *
     * @param warm the model to go on from; null to start from scratch
     * @throws IllegalArgumentException if there are no rows
     */
    public Training train(DataLogger rows, @Nullable QueueModel warm, long seed) {
        throw new UnsupportedOperationException("to come " + features.queues() + options.source());
    }
}

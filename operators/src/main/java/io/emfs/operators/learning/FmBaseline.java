package io.emfs.operators.learning;

import io.emfs.state.FunctionProfile;

/** A baseline on the same features without the embedding. Immutable. */
public final class FmBaseline implements QueueForecaster {
    private final FeatureVectors features;

    private FmBaseline(FeatureVectors features) {
        this.features = features;
    }

    /** On the rows of all functions but those held out. */
    public static FmBaseline train(FeatureVectors features, DataLogger rows, long seed) {
        return new FmBaseline(features);
    }

    @Override
    public int queues() {
        return features.queues();
    }

    @Override
    public void forecast(FunctionProfile profile, Forecast out) {
        throw new UnsupportedOperationException("to come");
    }
}

package io.emfs.operators.learning;

import io.emfs.state.FunctionProfile;

/** A baseline on the same features without the embedding. Immutable. */
public final class XgbBaseline implements QueueForecaster {
    private final FeatureVectors features;

    private XgbBaseline(FeatureVectors features) {
        this.features = features;
    }

    /** On the rows of all functions but those held out. */
    public static XgbBaseline train(FeatureVectors features, DataLogger rows, long seed) {
        return new XgbBaseline(features);
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

package io.emfs.operators.learning;

import io.emfs.state.FunctionProfile;

/** The learned model: factorisation machine for new functions, encoder and base network for known ones. Immutable. */
public final class QueueModel implements QueueForecaster {
    private final FeatureVectors features;
    private final ModelProvenance provenance;

    QueueModel(FeatureVectors features, ModelProvenance provenance) {
        this.features = features;
        this.provenance = provenance;
    }

    @Override
    public int queues() {
        return features.queues();
    }

    public FeatureVectors features() {
        return features;
    }

    public ModelProvenance provenance() {
        return provenance;
    }

    @Override
    public void forecast(FunctionProfile profile, Forecast out) {
        throw new UnsupportedOperationException("to come");
    }

    /** What the function's history says of its environment. */
    public float[] embedding(FunctionProfile profile) {
        throw new UnsupportedOperationException("to come");
    }

    /** Protobuf, at most 64 KiB. */
    public byte[] toBytes() {
        throw new UnsupportedOperationException("to come");
    }

    /** Throws {@link IllegalArgumentException} if it is no model, or one of another schema or other quanta. */
    public static QueueModel fromBytes(byte[] bytes, FeatureVectors expected) {
        throw new UnsupportedOperationException("to come");
    }
}

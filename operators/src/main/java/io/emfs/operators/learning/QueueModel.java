package io.emfs.operators.learning;

import io.emfs.state.FunctionProfile;

/**
 * The learned model of a function's latency in each queue (paper §4.2): an encoder turns what is pooled in its profile into
 * an embedding of its environment, and the base network says, of the last window, the embedding and the physics of a
 * candidate queue, how p95 latency by CPU time is distributed. Functions without a history are left to a factorisation
 * machine. Immutable, thread-safe; allocates nothing to forecast.
 */
public final class QueueModel implements QueueForecaster {
    /** What {@link #toBytes} stays below: it is broadcast to every subtask. */
    public static final int MAX_BYTES = 64 * 1024;

    private final FeatureVectors features;
    private final Scaling scaling;
    private final Ensemble networks;
    private final FactorisationMachine machine;
    private final ModelProvenance provenance;

    QueueModel(
            FeatureVectors features,
            Scaling scaling,
            Ensemble networks,
            FactorisationMachine machine,
            ModelProvenance provenance) {
        this.features = features;
        this.scaling = scaling;
        this.networks = networks;
        this.machine = machine;
        this.provenance = provenance;
    }

    @Override
    public int queues() {
        return features.queues();
    }

    /** For which queues and cores it was trained. */
    public FeatureVectors features() {
        return features;
    }

    public ModelProvenance provenance() {
        return provenance;
    }

    Scaling scaling() {
        return scaling;
    }

    Ensemble networks() {
        return networks;
    }

    FactorisationMachine machine() {
        return machine;
    }

    QueueModel with(ModelProvenance newProvenance) {
        return new QueueModel(features, scaling, networks, machine, newProvenance);
    }

    /** The same, with the network's widths multiplied. */
    QueueModel widened(double factor) {
        return new QueueModel(features, scaling, networks.widened(factor), machine, provenance);
    }

    @Override
    public void forecast(FunctionProfile profile, Forecast out) {
        Workspace work = out.workspace();
        features.shared(profile, work.base);
        scaling.base(work.base, 0, FeatureVectors.SHARED);
        if (profile.windows() < Trust.NETWORK_WINDOWS) {
            withoutHistory(profile, work, out);
        } else {
            withHistory(profile, work, out);
        }
        out.correct(profile);
    }

    private void withoutHistory(FunctionProfile profile, Workspace work, Forecast out) {
        for (int queue = 1; queue <= features.queues(); queue++) {
            features.candidate(profile, queue, work.base, FeatureVectors.SHARED);
            scaling.base(work.base, FeatureVectors.SHARED, FeatureVectors.CANDIDATE);
            out.set(queue, scaling.location(machine.location(work)), scaling.width(machine.width()));
        }
    }

    private void withHistory(FunctionProfile profile, Workspace work, Forecast out) {
        HistoryFeatures.slopes(profile, work.slopes);
        features.pooled(profile, work.pooled);
        scaling.pooled(work.pooled, 0, HistoryFeatures.COMMON);
        for (int queue = 1; queue <= features.queues(); queue++) {
            features.candidate(profile, queue, work.base, FeatureVectors.SHARED);
            scaling.base(work.base, FeatureVectors.SHARED, FeatureVectors.CANDIDATE);
            features.pooled(profile, work.slopes, queue, work.pooled);
            scaling.pooled(work.pooled, HistoryFeatures.COMMON, HistoryFeatures.QUEUE);
            work.place(queue - 1);
        }
        networks.forecast(work, features.queues());
        for (int queue = 1; queue <= features.queues(); queue++) {
            out.set(queue, scaling.location(work.locations[queue - 1]), scaling.width(work.widths[queue - 1]));
        }
    }

    /** What it says of a logged row: ln(p95 by CPU time). */
    float location(TrainingRow row, Workspace work) {
        row.copyTo(work.pooled, work.base);
        scaling.pooled(work.pooled);
        scaling.base(work.base, 0, FeatureVectors.BASE);
        if (row.windows() < Trust.NETWORK_WINDOWS) {
            return scaling.location(machine.location(work));
        }
        work.place(0);
        networks.forecast(work, 1);
        return scaling.location(work.locations[0]);
    }

    /** After {@link #location}, of a row with a history: its width. */
    static float width(QueueModel model, Workspace work) {
        return model.scaling.width(work.widths[0]);
    }

    /**
     * What the function's history says of its environment, as seen from {@code queue}: {@link NetworkShape#EMBEDDING} numbers
     * of each network, −1…1.
     */
    public float[] embedding(FunctionProfile profile, int queue) {
        Workspace work = new Workspace(1);
        features.shared(profile, work.base);
        scaling.base(work.base, 0, FeatureVectors.SHARED);
        System.arraycopy(features.pooled(profile, queue), 0, work.pooled, 0, FeatureVectors.POOLED);
        scaling.pooled(work.pooled);
        work.place(0);
        float[] embeddings = new float[networks.size() * networks.shape().embedding];
        for (int i = 0; i < networks.size(); i++) {
            networks.member(i).begin(work);
            networks.member(i).candidate(work, 0);
            int size = networks.shape().embedding;
            System.arraycopy(work.embedding, 0, embeddings, i * size, size);
        }
        return embeddings;
    }

    /** Protobuf, at most {@link #MAX_BYTES}. */
    public byte[] toBytes() {
        return QueueModelFormat.write(this);
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it is no model, or one of other features or quanta than {@code expected}
     */
    public static QueueModel fromBytes(byte[] bytes, FeatureVectors expected) {
        QueueModel model = QueueModelFormat.read(bytes);
        if (!model.features.sameQuanta(expected)) {
            throw new IllegalArgumentException("model was trained for quanta=" + model.features.quantaText()
                    + " s, queues have quanta=" + expected.quantaText() + " s");
        }
        return model.on(expected);
    }

    /** Loads are shares of all cores: a model serves nodes of any number of them. */
    private QueueModel on(FeatureVectors node) {
        return new QueueModel(node, scaling, networks, machine, provenance);
    }
}

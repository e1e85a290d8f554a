package io.emfs.operators.learning;

import io.emfs.state.HeldOutErrors;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's training on a node's own functions, from the model in use on, and its comparison with that one and with
 * challengers trained on the same rows. Immutable; {@link #run} keeps one core busy for seconds.
 */
public final class Retraining {
    private final FeatureVectors features;
    private final @Nullable QueueModel incumbent;
    private final List<TrainingRow> rows;
    private final long seed;

    /**
     * Of models for these queues.
     *
     * @param incumbent null to start from scratch
     */
    public Retraining(FeatureVectors features, @Nullable QueueModel incumbent, List<TrainingRow> rows, long seed) {
        this.features = features;
        this.incumbent = incumbent;
        this.rows = List.copyOf(rows);
        this.seed = seed;
    }

    /** Throws {@link IllegalArgumentException} without rows of functions that are not held out. */
    public Retrained run() {
        DataLogger logger = new DataLogger(seed);
        rows.forEach(logger::add);
        Training training = new ModelTrainer(features, TrainerOptions.DEFAULT).train(logger, incumbent, seed);
        XgbBaseline trees = XgbBaseline.train(features, logger, seed);
        List<TrainingRow> heldOut = logger.validation();
        Workspace work = new Workspace(1);
        HeldOutErrors errors = new HeldOutErrors(
                training.heldOutError(),
                training.incumbentError(),
                training.lastError(),
                ModelTrainer.medianError(heldOut, row -> machine(training.model(), row, work)),
                ModelTrainer.medianError(heldOut, row -> trees.location(row, work)));
        return new Retrained(training.model(), errors, training.promoted());
    }

    /** What the model's factorisation machine alone says of a row. */
    private static double machine(QueueModel model, TrainingRow row, Workspace work) {
        row.copyTo(work.pooled, work.base);
        model.scaling().base(work.base, 0, FeatureVectors.BASE);
        return model.scaling().location(model.machine().location(work));
    }

    /** For {@link #read} of the same version of eMFS. */
    void write(DataOutput out) throws IOException {
        double[] quanta = features.quantaSeconds();
        out.writeInt(features.cores());
        out.writeInt(quanta.length);
        for (double quantum : quanta) {
            out.writeDouble(quantum);
        }
        out.writeBoolean(incumbent != null);
        if (incumbent != null) {
            write(incumbent, out);
        }
        out.writeLong(seed);
        out.writeInt(rows.size());
        for (TrainingRow row : rows) {
            row.write(out);
        }
    }

    static Retraining read(DataInput in) throws IOException {
        int cores = in.readInt();
        double[] quanta = new double[in.readInt()];
        for (int i = 0; i < quanta.length; i++) {
            quanta[i] = in.readDouble();
        }
        @Nullable QueueModel incumbent = in.readBoolean() ? readModel(in) : null;
        long seed = in.readLong();
        List<TrainingRow> rows = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            rows.add(TrainingRow.read(in));
        }
        return new Retraining(new FeatureVectors(quanta, cores), incumbent, rows, seed);
    }

    static void write(QueueModel model, DataOutput out) throws IOException {
        byte[] bytes = model.toBytes();
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static QueueModel readModel(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return QueueModelFormat.read(bytes);
    }
}

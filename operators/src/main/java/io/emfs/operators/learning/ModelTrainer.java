package io.emfs.operators.learning;

import io.emfs.operators.learning.NetworkParameters.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.tribuo.MutableDataset;
import org.tribuo.regression.Regressor;

/**
 * Trains a {@link QueueModel} on logged rows. Immutable, thread-safe; from scratch it keeps one core busy for a minute at
 * most. The same rows, seed and options give the same model.
 */
public final class ModelTrainer {
    /** It tells of every training at INFO. Held, for loggers that nobody holds forget their level. */
    private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

    private static final int MIN_ROWS_TO_WIDEN = 100;
    private static final double MAX_WIDENING = 3;

    private final FeatureVectors features;
    private final TrainerOptions options;

    public ModelTrainer(FeatureVectors features, TrainerOptions options) {
        this.features = features;
        this.options = options;
        TRIBUO.setLevel(Level.WARNING);
    }

    /**
     * On the rows of all functions but those held out.
     *
     * @param warm the model to go on from, and to be compared with; null to start from scratch
     * @throws IllegalArgumentException if there are no rows
     */
    public Training train(DataLogger logger, @Nullable QueueModel warm, long seed) {
        List<TrainingRow> rows = logger.training();
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("rows=0 of functions that are not held out, expected > 0");
        }
        NetworkShape shape = NetworkShape.of(options.embedding());
        @Nullable QueueModel start = warm != null && warm.networks().shape() == shape ? warm : null;
        Scaling scaling = start == null ? Scaling.of(rows) : start.scaling();
        MutableDataset<Regressor> dataset = TribuoRows.forNetwork(rows, scaling, options.source());
        int members = start == null ? options.members() : start.networks().size();
        List<TrainedNetwork> trained = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            double @Nullable [] weights =
                    start == null ? null : doubles(start.networks().member(i).weights());
            trained.add(network(shape, dataset, weights, seed + i));
        }
        FactorisationMachine machine = MachineTrainer.train(rows, scaling, seed);
        int keys = (int) rows.stream().mapToLong(TrainingRow::key).distinct().count();
        String trainer = trained.get(0).getProvenance().getTrainerProvenance() + ", " + options;
        ModelProvenance provenance = new ModelProvenance(
                trainer, seed, rows.size(), keys, Double.NaN, System.currentTimeMillis(), options.source());
        List<TrainingRow> heldOut = logger.validation();
        QueueModel model = new QueueModel(
                features,
                scaling,
                new Ensemble(trained.stream().map(TrainedNetwork::network).toList()),
                machine,
                provenance);
        return judged(model.widened(widening(model, heldOut)), warm, heldOut);
    }

    private TrainedNetwork network(
            NetworkShape shape, MutableDataset<Regressor> dataset, double @Nullable [] start, long seed) {
        int epochs = start == null ? options.epochs() : options.warmEpochs();
        int steps = epochs * ((dataset.size() + options.minibatch() - 1) / options.minibatch());
        return new NetworkTrainer(shape, options, epochs, new TrainingPlan(steps, options.decay()), start, seed)
                .train(dataset);
    }

    /** What widths are to be multiplied with for the upper quantile to hold for functions that it was not trained on. */
    private static double widening(QueueModel model, List<TrainingRow> heldOut) {
        Workspace work = new Workspace(1);
        double[] needed = heldOut.stream()
                .filter(row -> row.windows() >= Trust.NETWORK_WINDOWS)
                .mapToDouble(row -> (row.target() - model.location(row, work)) / QueueModel.width(model, work))
                .sorted()
                .toArray();
        if (needed.length < MIN_ROWS_TO_WIDEN) {
            return 1;
        }
        double widths = needed[(int) (Forecast.UPPER * needed.length)] / Forecast.UPPER_WIDTHS;
        return Math.max(1, Math.min(MAX_WIDENING, widths));
    }

    private static Training judged(QueueModel model, @Nullable QueueModel warm, List<TrainingRow> heldOut) {
        Workspace work = new Workspace(1);
        double error = medianError(heldOut, row -> model.location(row, work));
        double incumbent = warm == null ? Double.NaN : medianError(heldOut, row -> warm.location(row, work));
        double last = medianError(heldOut, TrainingRow::lastTarget);
        ModelProvenance provenance = model.provenance().withHeldOutError(error);
        return new Training(model.with(provenance), error, incumbent, last);
    }

    /** Median absolute error of latencies, 0.1 is 10 %; NaN without rows. */
    static double medianError(List<TrainingRow> rows, ToDoubleFunction<TrainingRow> location) {
        double[] errors = rows.stream()
                .mapToDouble(row -> Math.abs(Math.exp(location.applyAsDouble(row) - row.target()) - 1))
                .sorted()
                .toArray();
        if (errors.length == 0) {
            return Double.NaN;
        }
        return (errors[(errors.length - 1) / 2] + errors[errors.length / 2]) / 2;
    }

    private static double[] doubles(float[] floats) {
        double[] doubles = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }
}

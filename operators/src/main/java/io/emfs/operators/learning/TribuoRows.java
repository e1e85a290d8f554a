package io.emfs.operators.learning;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/** Rows as Tribuo's examples. Its feature numbers are the ranks of their names, so that the order of ours is kept. */
final class TribuoRows {
    private static final String TARGET = "slowdown";
    private static final String[] NETWORK_NAMES = names(NetworkParameters.FEATURES);
    private static final String[] BASE_NAMES = names(FeatureVectors.BASE);

    private TribuoRows() {}

    private static String[] names(int count) {
        String[] names = new String[count];
        for (int i = 0; i < count; i++) {
            names[i] = String.format("f%03d", i);
        }
        return names;
    }

    /** Scaled pooled and base features, weight; scaled target. */
    static MutableDataset<Regressor> forNetwork(List<TrainingRow> rows, Scaling scaling, String source) {
        MutableDataset<Regressor> dataset = dataset(source);
        Workspace work = new Workspace(1);
        for (TrainingRow row : rows) {
            row.copyTo(work.pooled, work.base);
            scaling.pooled(work.pooled);
            scaling.base(work.base, 0, FeatureVectors.BASE);
            double[] features = new double[NetworkParameters.FEATURES];
            copy(work.pooled, features, 0);
            copy(work.base, features, FeatureVectors.POOLED);
            features[features.length - 1] = row.weight();
            dataset.add(
                    new ArrayExample<>(new Regressor(TARGET, scaling.target(row.target())), NETWORK_NAMES, features));
        }
        return dataset;
    }

    /** Scaled base features, scaled target. */
    static MutableDataset<Regressor> forMachine(List<TrainingRow> rows, Scaling scaling, String source) {
        MutableDataset<Regressor> dataset = dataset(source);
        Workspace work = new Workspace(1);
        for (TrainingRow row : rows) {
            row.copyTo(work.pooled, work.base);
            scaling.base(work.base, 0, FeatureVectors.BASE);
            dataset.add(base(work.base, scaling.target(row.target())));
        }
        return dataset;
    }

    /** Base features and target as they are. */
    static MutableDataset<Regressor> forTrees(List<TrainingRow> rows, ToDoubleFunction<TrainingRow> target) {
        MutableDataset<Regressor> dataset = dataset("rows");
        Workspace work = new Workspace(1);
        for (TrainingRow row : rows) {
            row.copyTo(work.pooled, work.base);
            dataset.add(base(work.base, target.applyAsDouble(row)));
        }
        return dataset;
    }

    static Example<Regressor> base(float[] base, double target) {
        double[] features = new double[FeatureVectors.BASE];
        copy(base, features, 0);
        return new ArrayExample<>(new Regressor(TARGET, target), BASE_NAMES, features);
    }

    private static MutableDataset<Regressor> dataset(String source) {
        RegressionFactory outputs = new RegressionFactory();
        return new MutableDataset<>(new SimpleDataSourceProvenance(source, outputs), outputs);
    }

    private static void copy(float[] from, double[] to, int at) {
        for (int i = 0; i < from.length; i++) {
            to[at + i] = from[i];
        }
    }
}

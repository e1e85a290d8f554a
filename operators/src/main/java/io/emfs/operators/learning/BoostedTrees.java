package io.emfs.operators.learning;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tribuo.Model;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.regression.Regressor;

/**
 * XGBoost's trees as plain arrays: a forecast takes microseconds, where a call into its library for each example takes a
 * hundred of them. Immutable, thread-safe.
 */
final class BoostedTrees {
    private static final Pattern SPLIT = Pattern.compile("\\s*(\\d+):\\[f(\\d+)<([^\\]]+)\\] yes=(\\d+),no=(\\d+).*");
    private static final Pattern LEAF = Pattern.compile("\\s*(\\d+):leaf=([^,]+).*");
    private static final int NO_FEATURE = -1;

    private final Tree[] trees;
    private final double offset;

    /** One entry per node; a leaf has no feature, and its value in place of a threshold. */
    private static final class Tree {
        private final int[] features;
        private final float[] thresholds;
        private final int[] yes;
        private final int[] no;

        private Tree(int nodes) {
            features = new int[nodes];
            thresholds = new float[nodes];
            yes = new int[nodes];
            no = new int[nodes];
        }

        float value(float[] x) {
            int node = 0;
            while (features[node] != NO_FEATURE) {
                node = x[features[node]] < thresholds[node] ? yes[node] : no[node];
            }
            return thresholds[node];
        }
    }

    private BoostedTrees(Tree[] trees, double offset) {
        this.trees = trees;
        this.offset = offset;
    }

    /** The trees of a model of Tribuo whose features are {@link TribuoRows#base}; {@code sample} tells what they add to. */
    static BoostedTrees of(Model<Regressor> model, float[] sample) {
        String[] dumps = ((XGBoostModel<Regressor>) model).getModelDump().get(0);
        Tree[] trees = new Tree[dumps.length];
        for (int i = 0; i < trees.length; i++) {
            trees[i] = parse(dumps[i]);
        }
        double whole = model.predict(TribuoRows.base(sample, 0)).getOutput().getValues()[0];
        return new BoostedTrees(trees, whole - new BoostedTrees(trees, 0).predict(sample));
    }

    float predict(float[] x) {
        double sum = offset;
        for (Tree tree : trees) {
            sum += tree.value(x);
        }
        return (float) sum;
    }

    private static Tree parse(String dump) {
        String[] lines = dump.split("\n");
        int nodes = 0;
        for (String line : lines) {
            nodes = Math.max(nodes, 1 + Integer.parseInt(line.strip().split(":", 2)[0]));
        }
        Tree tree = new Tree(nodes);
        for (String line : lines) {
            Matcher split = SPLIT.matcher(line);
            Matcher leaf = LEAF.matcher(line);
            if (split.matches()) {
                int node = Integer.parseInt(split.group(1));
                tree.features[node] = Integer.parseInt(split.group(2));
                tree.thresholds[node] = Float.parseFloat(split.group(3));
                tree.yes[node] = Integer.parseInt(split.group(4));
                tree.no[node] = Integer.parseInt(split.group(5));
            } else if (leaf.matches()) {
                int node = Integer.parseInt(leaf.group(1));
                tree.features[node] = NO_FEATURE;
                tree.thresholds[node] = Float.parseFloat(leaf.group(2));
            } else {
                throw new IllegalArgumentException("no node of a tree: " + line);
            }
        }
        return tree;
    }
}

package io.emfs.operators.learning;

import com.oracle.labs.mlrg.olcut.util.Pair;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.regression.Regressor;

/** What {@link NetworkTrainer} hands over: the network, with Tribuo's account of where it comes from. Immutable. */
final class TrainedNetwork extends Model<Regressor> {
    private static final long serialVersionUID = 1;

    private final transient Network network;

    TrainedNetwork(
            String name,
            ModelProvenance provenance,
            ImmutableFeatureMap features,
            ImmutableOutputInfo<Regressor> outputs,
            Network network) {
        super(name, provenance, features, outputs, false);
        this.network = network;
    }

    Network network() {
        return network;
    }

    /** {@link QueueModel} serves it. */
    @Override
    public Prediction<Regressor> predict(Example<Regressor> example) {
        throw new UnsupportedOperationException("served by QueueModel");
    }

    @Override
    public Map<String, List<Pair<String, Double>>> getTopFeatures(int n) {
        return Map.of();
    }

    @Override
    public Optional<Excuse<Regressor>> getExcuse(Example<Regressor> example) {
        return Optional.empty();
    }

    @Override
    protected TrainedNetwork copy(String newName, ModelProvenance newProvenance) {
        return new TrainedNetwork(newName, newProvenance, featureIDMap, outputIDInfo, network);
    }
}

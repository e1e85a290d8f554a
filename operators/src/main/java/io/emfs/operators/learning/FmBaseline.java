package io.emfs.operators.learning;

import io.emfs.state.FunctionProfile;
import java.util.List;

/** Tribuo's factorisation machine, without history: a baseline. Immutable, thread-safe. */
public final class FmBaseline implements QueueForecaster {
    private final FeatureVectors features;
    private final Scaling scaling;
    private final FactorisationMachine machine;

    private FmBaseline(FeatureVectors features, Scaling scaling, FactorisationMachine machine) {
        this.features = features;
        this.scaling = scaling;
        this.machine = machine;
    }

    /** On the rows of all functions but those held out. */
    public static FmBaseline train(FeatureVectors features, DataLogger logger, long seed) {
        List<TrainingRow> rows = logger.training();
        Scaling scaling = Scaling.of(rows);
        return new FmBaseline(features, scaling, MachineTrainer.train(rows, scaling, seed));
    }

    @Override
    public int queues() {
        return features.queues();
    }

    @Override
    public void forecast(FunctionProfile profile, Forecast out) {
        Workspace work = out.workspace();
        for (int queue = 1; queue <= features.queues(); queue++) {
            features.shared(profile, work.base);
            features.candidate(profile, queue, work.base, FeatureVectors.SHARED);
            scaling.base(work.base, 0, FeatureVectors.BASE);
            out.set(queue, scaling.location(machine.location(work)), scaling.width(machine.width()));
        }
        out.correct(profile);
    }
}

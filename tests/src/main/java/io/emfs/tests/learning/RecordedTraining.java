package io.emfs.tests.learning;

import io.emfs.operators.learning.BaseModel;
import io.emfs.operators.learning.DataLogger;
import io.emfs.operators.learning.FeatureVectors;
import io.emfs.operators.learning.Retrained;
import io.emfs.operators.learning.Retraining;
import io.emfs.operators.learning.TrainingRow;
import java.util.List;
import java.util.Objects;

/** Trains on what nodes have recorded, from the shipped model on where that is one for their queues. Stateless. */
public final class RecordedTraining {
    static final int LEAST_ROWS = 100;

    private RecordedTraining() {}

    /** Throws {@link IllegalArgumentException} if there is too little to train on. */
    public static Retrained train(RecordedLessons recorded, long seed) {
        FeatureVectors features = FeatureVectors.of(recorded.queues(), 1);
        List<TrainingRow> rows = recorded.lessons().stream()
                .map(lesson -> lesson.row(features))
                .filter(Objects::nonNull)
                .toList();
        long functions = rows.stream().map(TrainingRow::key).distinct().count();
        if (rows.size() < LEAST_ROWS || functions < DataLogger.LEAST_KEYS_TO_HOLD_OUT) {
            throw new IllegalArgumentException("too little to train on: windows=" + rows.size() + ", functions="
                    + functions + ", expected at least " + LEAST_ROWS + " and " + DataLogger.LEAST_KEYS_TO_HOLD_OUT);
        }
        return new Retraining(features, BaseModel.SHIPPED.forQueues(recorded.queues()), rows, seed).run();
    }
}

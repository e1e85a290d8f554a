package io.emfs.operators.training;

import io.emfs.operators.learning.QueueModel;
import org.jspecify.annotations.Nullable;

/**
 * A model and how it came to serve. Immutable.
 *
 * @param promotions that led to it; 0 is what eMFS started with
 * @param model null if there is none for these queues
 */
record ModelVersion(int promotions, @Nullable QueueModel model) {

    ModelVersion next(QueueModel promoted) {
        return new ModelVersion(promotions + 1, promoted);
    }
}

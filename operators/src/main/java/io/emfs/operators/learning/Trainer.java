package io.emfs.operators.learning;

/** Where a {@link Retraining} is run. */
@FunctionalInterface
public interface Trainer extends AutoCloseable {

    /** Returns when it is done; throws {@link TrainingFailedException} if it comes to nothing. */
    Retrained train(Retraining retraining) throws TrainingFailedException, InterruptedException;

    /** Ends what runs; may be called by any thread. */
    @Override
    default void close() {}
}

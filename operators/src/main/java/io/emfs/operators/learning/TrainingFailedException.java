package io.emfs.operators.learning;

/** A training that brought forth no model. */
public final class TrainingFailedException extends Exception {
    private static final long serialVersionUID = 1;

    TrainingFailedException(String message) {
        super(message);
    }

    TrainingFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}

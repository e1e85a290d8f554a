package io.emfs.operators.learning;

import io.emfs.state.HeldOutErrors;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What came out of a {@link Retraining}. Immutable.
 *
 * @param promoted whether the model is to take the incumbent's place
 */
public record Retrained(QueueModel model, HeldOutErrors errors, boolean promoted) {

    /** For {@link #read} of the same version of eMFS. */
    void write(DataOutput out) throws IOException {
        Retraining.write(model, out);
        out.writeDouble(errors.candidate());
        out.writeDouble(errors.incumbent());
        out.writeDouble(errors.last());
        out.writeDouble(errors.machine());
        out.writeDouble(errors.trees());
        out.writeBoolean(promoted);
    }

    static Retrained read(DataInput in) throws IOException {
        return new Retrained(
                Retraining.readModel(in),
                new HeldOutErrors(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()),
                in.readBoolean());
    }
}

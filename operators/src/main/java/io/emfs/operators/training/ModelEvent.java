package io.emfs.operators.training;

import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/** A promoted model: from the coordinator to every subtask. Immutable. */
public final class ModelEvent implements OperatorEvent {
    private static final long serialVersionUID = 1;

    private final byte[] model;

    /** Takes ownership of the model's bytes. */
    ModelEvent(byte[] model) {
        this.model = model;
    }

    /** As {@link io.emfs.operators.learning.QueueModel#toBytes} gives them. */
    public byte[] model() {
        return model.clone();
    }
}

package io.emfs.operators.training;

import io.emfs.state.LearningReport;
import io.emfs.state.codec.Codecs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/** How learning stands: from the coordinator to every subtask, which hands it on for display. Immutable. */
public final class LearningEvent implements OperatorEvent {
    private static final long serialVersionUID = 1;

    private final byte[] report;

    public LearningEvent(LearningReport report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            Codecs.LEARNING_REPORT.writeVersioned(report, new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // into memory
        }
        this.report = bytes.toByteArray();
    }

    /** Else a task would be failed for having finished while this was on its way. */
    @Override
    public boolean isLossTolerant() {
        return true;
    }

    /** Decodes it anew each time. */
    public LearningReport report() {
        try {
            return Codecs.LEARNING_REPORT.readVersioned(new DataInputStream(new ByteArrayInputStream(report)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

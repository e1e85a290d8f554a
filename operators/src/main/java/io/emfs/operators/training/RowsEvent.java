package io.emfs.operators.training;

import io.emfs.operators.learning.TrainingRow;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/** What functions have shown: from a subtask to the coordinator. Immutable; between processes of one version of eMFS. */
final class RowsEvent implements OperatorEvent {
    private static final long serialVersionUID = 1;

    private final int count;
    private final byte[] rows;

    /** Takes ownership of {@code rows}, which are {@code count} as {@link TrainingRow#write} writes them. */
    RowsEvent(int count, byte[] rows) {
        this.count = count;
        this.rows = rows;
    }

    List<TrainingRow> rows() {
        List<TrainingRow> read = new ArrayList<>(count);
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(rows));
            for (int i = 0; i < count; i++) {
                read.add(TrainingRow.read(in));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }
}

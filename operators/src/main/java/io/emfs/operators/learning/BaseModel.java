package io.emfs.operators.learning;

import io.emfs.config.QueueConfig;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The model that eMFS starts with: the shipped {@link Prior}, or one from a file. It travels with the job, so that the file
 * is needed where the job is submitted alone. Immutable.
 */
public final class BaseModel implements Serializable {
    public static final BaseModel SHIPPED = new BaseModel(new byte[0]);

    private static final long serialVersionUID = 1;

    /** Of the file; none for the shipped one. */
    private final byte[] bytes;

    private BaseModel(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Of what {@code emfs train} wrote.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no model, or not one for these queues; the message names neither file nor key
     */
    public static BaseModel read(Path file, List<QueueConfig> queues) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException("it is not there");
        }
        if (Files.size(file) > QueueModel.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "is no model: " + Files.size(file) + " bytes, expected at most " + QueueModel.MAX_BYTES);
        }
        byte[] bytes = Files.readAllBytes(file);
        QueueModel.fromBytes(bytes, FeatureVectors.of(queues, 1));
        return new BaseModel(bytes);
    }

    /** Tells models from files apart; 0 is the shipped one, whatever it was trained on. */
    public long identity() {
        if (bytes.length == 0) {
            return 0;
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return 1 + checksum.getValue();
    }

    /** Null, and said so, if the shipped one was trained for other queues. */
    public @Nullable QueueModel forQueues(List<QueueConfig> queues) {
        return bytes.length == 0 ? Prior.of(queues) : QueueModel.fromBytes(bytes, FeatureVectors.of(queues, 1));
    }
}

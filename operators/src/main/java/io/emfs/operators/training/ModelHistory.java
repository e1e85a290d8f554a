package io.emfs.operators.training;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What the coordinator keeps in checkpoints: the promoted model. Immutable.
 *
 * <p>Version 1: version, base, promotions, length and bytes of the model.
 */
final class ModelHistory {
    static final int VERSION = 1;

    private static final int MOST_BYTES = 1 << 20;

    private final long base;
    private final int promotions;
    private final byte[] model;

    /**
     * Takes ownership of the model's bytes, which are none before the first promotion.
     *
     * @param base identifies the model that this one was trained from on, at first
     * @param promotions since then
     */
    ModelHistory(long base, int promotions, byte[] model) {
        this.base = base;
        this.promotions = promotions;
        this.model = model;
    }

    long base() {
        return base;
    }

    int promotions() {
        return promotions;
    }

    byte[] model() {
        return model.clone();
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(VERSION);
            out.writeLong(base);
            out.writeInt(promotions);
            out.writeInt(model.length);
            out.write(model);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // into memory
        }
        return bytes.toByteArray();
    }

    /** Throws {@link IOException} for what is no history of a version that is known. */
    static ModelHistory fromBytes(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int version = in.readUnsignedByte();
        if (version != VERSION) {
            throw new IOException("model history has version=" + version + ", expected 1.." + VERSION);
        }
        long base = in.readLong();
        int promotions = in.readInt();
        int length = in.readInt();
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException("model history has a model of bytes=" + length + ", expected 0.." + MOST_BYTES);
        }
        byte[] model = new byte[length];
        in.readFully(model);
        return new ModelHistory(base, promotions, model);
    }
}

package io.emfs.operators;

import io.emfs.state.codec.Codecs;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The type and codec version that a savepoint was written with. An older version is migrated, a newer one refused: a job
 * must not run on state that a later release may have given another meaning.
 */
public final class CodecSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {
    private static final Logger log = LoggerFactory.getLogger(CodecSerializerSnapshot.class);
    private static final int FORMAT = 1;

    private @Nullable Class<T> type;
    private int version;

    /** For Flink, which then calls {@link #readSnapshot}. */
    public CodecSerializerSnapshot() {}

    CodecSerializerSnapshot(Class<T> type, int version) {
        this.type = type;
        this.version = version;
    }

    @Override
    public int getCurrentVersion() {
        return FORMAT;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
        out.writeUTF(requireType().getName());
        out.writeInt(version);
    }

    @Override
    @SuppressWarnings("unchecked") // restoreSerializer() fails if no codec is of this type
    public void readSnapshot(int format, DataInputView in, ClassLoader classLoader) throws IOException {
        if (format != FORMAT) {
            throw new IOException(
                    "cannot read a codec snapshot of format=" + format + ", newest supported format=" + FORMAT);
        }
        String name = in.readUTF();
        try {
            type = (Class<T>) Class.forName(name, false, classLoader);
        } catch (ClassNotFoundException e) {
            throw new IOException("state of unknown type " + name, e);
        }
        version = in.readInt();
    }

    @Override
    public TypeSerializer<T> restoreSerializer() {
        return new CodecSerializer<>(requireType(), version);
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(TypeSerializerSnapshot<T> old) {
        if (!(old instanceof CodecSerializerSnapshot<T> written)
                || !requireType().equals(written.type)) {
            log.error("state of {} cannot be restored from {}", this, old);
            return TypeSerializerSchemaCompatibility.incompatible();
        }
        if (written.version > version) {
            log.error(
                    "state was written by a newer release: {}, newest supported version={}",
                    written,
                    Codecs.forType(requireType()).version());
            return TypeSerializerSchemaCompatibility.incompatible();
        }
        return written.version == version
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
    }

    @Override
    public String toString() {
        return (type == null ? "?" : type.getSimpleName()) + " version=" + version;
    }

    private Class<T> requireType() {
        if (type == null) {
            throw new IllegalStateException("snapshot not read yet");
        }
        return type;
    }
}

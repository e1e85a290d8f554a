package io.emfs.operators;

import io.emfs.state.codec.Codec;
import io.emfs.state.codec.Codecs;
import java.io.IOException;
import java.io.ObjectInputStream;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Flink's view of a {@link Codec}. Stateless, so one instance serves all threads.
 *
 * <p>Every value carries its version: whatever this release can read it reads, also where Flink keeps old bytes beside new
 * ones, such as the state of an operator function that no longer declares it.
 */
public final class CodecSerializer<T> extends TypeSerializer<T> {
    private static final long serialVersionUID = 1;

    private final Class<T> type;
    private final int version;
    private transient Codec<T> codec;

    /** Writes the newest version. */
    public CodecSerializer(Class<T> type) {
        this(type, Codecs.forType(type).version());
    }

    /** As recorded in a snapshot: {@code version} is only passed on to further snapshots. */
    CodecSerializer(Class<T> type, int version) {
        this.type = type;
        this.version = version;
        this.codec = Codecs.forType(type);
    }

    Class<T> type() {
        return type;
    }

    int version() {
        return version;
    }

    @Override
    public boolean isImmutableType() {
        return codec.immutable();
    }

    @Override
    public TypeSerializer<T> duplicate() {
        return this;
    }

    /** There is no empty value of a record; Flink only asks for one to reuse it, which no record supports. */
    @Override
    public @Nullable T createInstance() {
        return null;
    }

    @Override
    public T copy(T from) {
        return codec.copy(from);
    }

    @Override
    public T copy(T from, @Nullable T reuse) {
        return codec.copy(from);
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(T value, DataOutputView target) throws IOException {
        codec.writeVersioned(value, target);
    }

    @Override
    public T deserialize(DataInputView source) throws IOException {
        return codec.readVersioned(source);
    }

    @Override
    public T deserialize(@Nullable T reuse, DataInputView source) throws IOException {
        return codec.readVersioned(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public TypeSerializerSnapshot<T> snapshotConfiguration() {
        return new CodecSerializerSnapshot<>(type, version);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CodecSerializer<?> that && that.type.equals(type) && that.version == version;
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + version;
    }

    /** Shown by Flink when it refuses to restore. */
    @Override
    public String toString() {
        return type.getSimpleName() + " version=" + version + " (newest supported version=" + codec.version() + ")";
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        codec = Codecs.forType(type);
    }
}

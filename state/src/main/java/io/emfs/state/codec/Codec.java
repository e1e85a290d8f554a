package io.emfs.state.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Binary format of one type. Stateless and thread-safe. */
public interface Codec<T> {

    Class<T> type();

    /** The version that {@link #write} produces; {@link #read} accepts 1…version. */
    int version();

    void write(T value, DataOutput out) throws IOException;

    /** Reads a value written by {@code version}; throws an {@link IOException} for a version it does not know. */
    T read(DataInput in, int version) throws IOException;

    /** Whether values can be shared between threads and kept without a copy. */
    default boolean immutable() {
        return true;
    }

    /** An independent value; the same instance if the type is immutable. */
    default T copy(T value) {
        return value;
    }

    /** The version as one byte, then the value: the form in which values are stored and nested in one another. */
    default void writeVersioned(T value, DataOutput out) throws IOException {
        out.writeByte(version());
        write(value, out);
    }

    /** Reads what {@link #writeVersioned} of this or an older release wrote. */
    default T readVersioned(DataInput in) throws IOException {
        return read(in, in.readUnsignedByte());
    }

    /** Throws unless this release can read {@code version}. */
    default void requireReadable(int version) throws IOException {
        if (version < 1 || version > version()) {
            throw new IOException("cannot read " + type().getSimpleName() + " version=" + version
                    + ", newest supported version=" + version());
        }
    }
}

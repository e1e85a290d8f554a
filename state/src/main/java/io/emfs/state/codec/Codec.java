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

    /** Reads a value written by {@code version}. */
    T read(DataInput in, int version) throws IOException;
}

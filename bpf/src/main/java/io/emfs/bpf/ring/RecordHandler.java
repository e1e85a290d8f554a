package io.emfs.bpf.ring;

import org.agrona.DirectBuffer;

/** Takes one record; the buffer is the mapped ring itself and is valid only during the call. */
@FunctionalInterface
public interface RecordHandler {
    void onRecord(DirectBuffer buffer, int offset, int length);

    /** After a poll that handed over {@code records}, at least one; the last of them is at {@code offset}. */
    default void afterBatch(DirectBuffer buffer, int offset, int records) {}
}

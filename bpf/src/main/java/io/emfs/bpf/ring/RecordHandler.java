package io.emfs.bpf.ring;

import org.agrona.DirectBuffer;

/** Takes one record; the buffer is the mapped ring itself and is valid only during the call. */
@FunctionalInterface
public interface RecordHandler {
    void onRecord(DirectBuffer buffer, int offset, int length);
}

package io.emfs.state.codec;

import io.emfs.state.ThreadCause;
import java.io.DataInput;
import java.io.IOException;

/** Numbers of causes, as they are stored. */
final class ThreadCauses {
    private ThreadCauses() {}

    static ThreadCause read(DataInput in) throws IOException {
        try {
            return ThreadCause.of(in.readUnsignedByte());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}

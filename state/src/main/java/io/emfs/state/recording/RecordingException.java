package io.emfs.state.recording;

import org.jspecify.annotations.Nullable;

/** A recording cannot be read; the message names it, the offset, and what was expected there. */
public final class RecordingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RecordingException(String recording, long offset, String what, @Nullable Throwable cause) {
        super(recording + ", offset " + offset + ": " + what, cause);
    }
}

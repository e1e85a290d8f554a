package io.emfs.jobs.cli;

import io.emfs.jobs.recording.RecordingProgress;
import java.io.PrintStream;
import java.nio.file.Path;

/** A recording's progress: a line on standard error that is written over; where that is no terminal, the first alone. */
final class RecordingDisplay implements AutoCloseable {
    /** Set by the launcher script where standard error is a terminal, which Java cannot tell. */
    private static final boolean TERMINAL = Boolean.getBoolean("emfs.terminal");

    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream out = System.err;

    RecordingDisplay(Path file) {
        out.println("recording to " + file + "; Ctrl-C ends it");
    }

    void show(RecordingProgress progress) {
        if (TERMINAL) {
            out.print(CLEAR_LINE + progress.events() + " events, " + progress.bytes() + " bytes, " + progress.lost()
                    + " lost");
            out.flush();
        }
    }

    @Override
    public void close() {
        if (TERMINAL) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }
}

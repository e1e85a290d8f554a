package io.emfs.tests.cli;

import io.emfs.tests.workload.Progress;
import java.time.Duration;

/** One line on standard error that is written over; one line a phase where that is not a terminal. */
final class TerminalProgress implements Progress, AutoCloseable {
    /** Set by the launcher script where standard error is a terminal, which Java cannot tell. */
    private static final String TERMINAL = "emfs.terminal";

    private static final String CLEAR_LINE = "\r\033[K";

    private final boolean terminal = Boolean.getBoolean(TERMINAL);
    private String lastPhase = "";
    private boolean closed;

    @Override
    public synchronized void update(String phase, Duration phaseLeft, Duration totalLeft) {
        if (closed) {
            return;
        }
        if (terminal) {
            String left = phaseLeft.isZero() ? "waiting for the last responses" : phaseLeft.toSeconds() + " s left";
            System.err.print(CLEAR_LINE + phase + ": " + left + ", " + totalLeft.toSeconds() + " s in all");
        } else if (!phase.equals(lastPhase)) {
            System.err.println(phase + ", " + totalLeft.toSeconds() + " s in all");
        }
        lastPhase = phase;
    }

    @Override
    public synchronized void close() {
        if (terminal && !closed) {
            System.err.print(CLEAR_LINE);
        }
        closed = true;
    }
}

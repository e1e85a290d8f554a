package io.emfs.jobs.cli.top;

import java.io.PrintWriter;
import java.util.List;

/**
 * The alternate screen of a terminal (ECMA-48, xterm's 1049), redrawn in place; what it showed before is there again after
 * {@link #close}. Thread-safe.
 */
public final class Screen implements AutoCloseable {
    /** Set by {@code ./emfs} if standard output is a terminal. */
    private static final String ON_SCREEN = "emfs.screen";

    private static final String ESC = "\u001b[";
    private static final String ENTER = ESC + "?1049h" + ESC + "?25l";
    private static final String LEAVE = ESC + "?25h" + ESC + "?1049l";
    private static final String HOME = ESC + "H";
    private static final String CLEAR_LINE = ESC + "K";
    private static final String CLEAR_REST = ESC + "J";
    private static final String BOLD = ESC + "1m";
    private static final String BOLD_RED = ESC + "1;31m";
    private static final String NORMAL = ESC + "0m";

    private final PrintWriter out;
    private boolean closed;

    private Screen(PrintWriter out) {
        this.out = out;
    }

    /** Whether standard output is a terminal. */
    public static boolean available() {
        return Boolean.getBoolean(ON_SCREEN);
    }

    public static Screen open(PrintWriter out) {
        out.print(ENTER);
        out.flush();
        return new Screen(out);
    }

    /** What does not fit is cut off. */
    public void draw(TopFrame frame, TerminalSize size) {
        draw(frame.lines(), size);
    }

    /** As plain text. */
    public void draw(String text, TerminalSize size) {
        draw(text.lines().map(FrameLine::plain).toList(), size);
    }

    private synchronized void draw(List<FrameLine> lines, TerminalSize size) {
        if (closed) {
            return;
        }
        StringBuilder text = new StringBuilder(HOME);
        lines.stream()
                .limit(size.lines() - 1L)
                .forEach(line -> text.append(styled(line, size.columns()))
                        .append(CLEAR_LINE)
                        .append('\n'));
        out.print(text.append(CLEAR_REST));
        out.flush();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            out.print(LEAVE);
            out.flush();
        }
    }

    private static String styled(FrameLine line, int columns) {
        String text = line.text().length() > columns ? line.text().substring(0, columns) : line.text();
        return switch (line.style()) {
            case PLAIN -> text;
            case HEADER -> BOLD + text + NORMAL;
            case ALERT -> BOLD_RED + text + NORMAL;
        };
    }
}

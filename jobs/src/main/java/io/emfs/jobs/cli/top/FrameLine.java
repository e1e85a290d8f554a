package io.emfs.jobs.cli.top;

/** One line of a frame, without its line feed. */
record FrameLine(String text, Style style) {
    enum Style {
        PLAIN,
        HEADER,
        /** Something is missed or lost. */
        ALERT
    }

    static FrameLine plain(String text) {
        return new FrameLine(text, Style.PLAIN);
    }
}

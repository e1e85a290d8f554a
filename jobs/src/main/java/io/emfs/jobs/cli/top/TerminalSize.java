package io.emfs.jobs.cli.top;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines and columns of a terminal. */
public record TerminalSize(int lines, int columns) {
    private static final TerminalSize USUAL = new TerminalSize(24, 80);
    private static final Pattern STTY = Pattern.compile("([1-9][0-9]{0,4}) ([1-9][0-9]{0,4})");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,4}");

    /** Asks stty(1), as the user may change it at any time; {@code $COLUMNS} and {@code $LINES} overrule it. */
    public static TerminalSize now() {
        return of(stty(), System.getenv());
    }

    static TerminalSize of(String stty, Map<String, String> environment) {
        Matcher matcher = STTY.matcher(stty);
        TerminalSize asked = matcher.matches()
                ? new TerminalSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
                : USUAL;
        return new TerminalSize(
                number(environment, "LINES", asked.lines), number(environment, "COLUMNS", asked.columns));
    }

    private static int number(Map<String, String> environment, String variable, int otherwise) {
        String value = environment.getOrDefault(variable, "");
        return NUMBER.matcher(value).matches() ? Integer.parseInt(value) : otherwise;
    }

    private static String stty() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException noTerminal) {
            return "";
        }
    }
}

package io.emfs.config;

import java.io.Serializable;
import java.util.Comparator;

/**
 * One thing that is wrong with the configuration; immutable.
 *
 * @param source the file's name, or {@link #OVERRIDE} for a value from the command line
 * @param line line of the file, from 1; 0 where there is none
 * @param key the full key, e.g. {@code windows[0].slide}; empty when the text as a whole is at fault
 * @param message names key, value and what is allowed
 */
public record ConfigProblem(String source, int line, String key, String message) implements Serializable {
    /** The source of values given on the command line. */
    public static final String OVERRIDE = "--set";

    /** By line; problems of overrides last. */
    static final Comparator<ConfigProblem> BY_PLACE =
            Comparator.comparing(ConfigProblem::isOverride).thenComparingInt(ConfigProblem::line);

    /** Whether the value came from the command line. */
    public boolean isOverride() {
        return source.equals(OVERRIDE);
    }

    /** As it is shown: {@code emfs.yaml:14: windows[0].slide = 300ms: must divide windows[0].size (1s)}. */
    @Override
    public String toString() {
        if (isOverride()) {
            return source + " " + message;
        }
        return line == 0 ? source + ": " + message : source + ":" + line + ": " + message;
    }
}

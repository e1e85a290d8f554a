package io.emfs.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used. Holds every problem found; the message has one line for each. */
public final class ConfigException extends RuntimeException {
    private final List<ConfigProblem> problems;

    /** Keeps the order of {@code problems}. */
    public ConfigException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** File problems by line, then those of overrides; never empty. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}

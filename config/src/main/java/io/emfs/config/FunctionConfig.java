package io.emfs.config;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** {@code functions[]}: a declared function; without an SLO it starts and stays in the last queue. */
public record FunctionConfig(
        String name, MatchConfig match, @Nullable Slo slo) implements Serializable {}

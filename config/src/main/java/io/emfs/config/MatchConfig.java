package io.emfs.config;

import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code functions[].match}: which processes serve the function; several criteria must all hold.
 *
 * @param port TCP port that the process listens on
 * @param cgroup glob over the cgroup path
 * @param env variables of the process environment that must have these values
 * @param command glob over the command line, arguments joined by blanks
 */
public record MatchConfig(
        @Nullable Integer port,
        @Nullable String cgroup,
        Map<String, String> env,
        @Nullable String command) implements Serializable {}

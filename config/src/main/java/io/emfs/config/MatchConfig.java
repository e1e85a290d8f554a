package io.emfs.config;

import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code functions[].match}: which processes serve the function; several criteria must all hold.
 *
 * @param port TCP port that the process listens on
 * @param netns path of its network namespace, e.g. {@code /run/netns/blue} or {@code /proc/PID/ns/net}
 * @param cgroup glob over the cgroup path
 * @param env variables of the process environment that must have these values
 * @param command glob over the command line, arguments joined by blanks
 */
public record MatchConfig(
        @Nullable Integer port,
        @Nullable String netns,
        @Nullable String cgroup,
        Map<String, String> env,
        @Nullable String command)
        implements Serializable {
    private static final ValueType<String> ABSOLUTE_PATH = ValueType.of(
            "must be an absolute path such as /run/netns/blue", "", text -> text, text -> text.startsWith("/"));

    /** Copies {@code env}. */
    public MatchConfig {
        env = Map.copyOf(env);
    }

    static MatchConfig read(Section at) {
        Setting<Integer> port = at.optional("port", ValueType.integer(1, 65535));
        Setting<String> netns = at.optional("netns", ABSOLUTE_PATH);
        Setting<String> cgroup = at.optional("cgroup", ValueType.text());
        Setting<Map<String, String>> env = at.texts("env");
        Setting<String> command = at.optional("command", ValueType.text());
        boolean noEnv = env.usable() && env.value().isEmpty();
        // where only an unknown key stands, that is the problem to report
        boolean nothingElse = at.isEmpty() || env.given();
        if (port == null && netns == null && cgroup == null && command == null && noEnv && nothingElse) {
            at.reject(at.place(), at.path(), ": must have at least one of port, netns, cgroup, env, command");
        }
        return new MatchConfig(valueOf(port), valueOf(netns), valueOf(cgroup), env.value(), valueOf(command));
    }

    private static <T> @Nullable T valueOf(@Nullable Setting<T> setting) {
        return setting == null ? null : setting.value();
    }

    /** Whether there is no criterion. */
    boolean isEmpty() {
        return port == null && netns == null && cgroup == null && env.isEmpty() && command == null;
    }

    /**
     * Whether one process could serve both: every process of one is also the other's, or both want the same port and
     * nothing else tells them apart. Unequal globs count as telling apart, and so do unequal paths of network
     * namespaces. Blocks that share no criterion may meet in practice; only the running system could tell.
     */
    public boolean overlaps(MatchConfig other) {
        boolean samePort = port != null && port.equals(other.port);
        return includes(other) || other.includes(this) || (samePort && !differsFrom(other));
    }

    /** What must hold, each criterion as a text of its own; two matches that {@link #overlaps} have one in common. */
    Set<String> criteria() {
        Set<String> criteria = new LinkedHashSet<>();
        if (port != null) {
            criteria.add("port=" + port);
        }
        if (netns != null) {
            criteria.add("netns=" + netns);
        }
        if (cgroup != null) {
            criteria.add("cgroup=" + cgroup);
        }
        if (command != null) {
            criteria.add("command=" + command);
        }
        env.forEach((name, value) -> criteria.add("env." + name + "=" + value));
        return criteria;
    }

    /** Whether all that must hold here also must hold there. */
    private boolean includes(MatchConfig narrower) {
        return (port == null || port.equals(narrower.port))
                && (netns == null || netns.equals(narrower.netns))
                && (cgroup == null || cgroup.equals(narrower.cgroup))
                && (command == null || command.equals(narrower.command))
                && narrower.env.entrySet().containsAll(env.entrySet());
    }

    private boolean differsFrom(MatchConfig other) {
        return differ(netns, other.netns)
                || differ(cgroup, other.cgroup)
                || differ(command, other.command)
                || env.entrySet().stream()
                        .anyMatch(variable -> differ(variable.getValue(), other.env.get(variable.getKey())));
    }

    private static boolean differ(@Nullable String one, @Nullable String other) {
        return one != null && other != null && !Objects.equals(one, other);
    }
}

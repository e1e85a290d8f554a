package io.emfs.bpf.monitor;

import io.emfs.bpf.proc.ProcFs;
import io.emfs.config.DiscoveryConfig;
import io.emfs.config.EmfsConfig;
import io.emfs.config.FunctionConfig;
import io.emfs.config.MatchConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tells whose a process is: a declared function all of whose criteria hold, else the function that an environment
 * variable of {@code discovery.env} names. Processes of which more than one declared function holds, or that are known
 * to run several, are noted as ambiguous; the first declared wins.
 */
final class FunctionMatcher {
    private final AmbiguousProcesses ambiguous;
    private volatile List<Declared> declared;
    private volatile DiscoveryConfig discovery;

    FunctionMatcher(EmfsConfig config, AmbiguousProcesses ambiguous) {
        this.ambiguous = ambiguous;
        declared = declared(config);
        discovery = config.discovery();
    }

    /** Matches by this configuration from now on. */
    void follow(EmfsConfig config) {
        declared = declared(config);
        discovery = config.discovery();
    }

    private static List<Declared> declared(EmfsConfig config) {
        return config.functions().stream().map(Declared::new).toList();
    }

    Optional<String> match(ProcessFacts facts) {
        List<String> claims = declared.stream()
                .filter(function -> function.matches(facts))
                .map(function -> function.config.name())
                .toList();
        ambiguous.claimed(facts.pid(), claims);
        if (!facts.ports().isEmpty() && SharedRuntimes.runs(facts.command())) {
            ambiguous.shared(facts.pid());
        }
        return claims.stream().findFirst().or(() -> discovered(facts));
    }

    private Optional<String> discovered(ProcessFacts facts) {
        return discovery.env().stream()
                .map(variable -> facts.environment().getOrDefault(variable, ""))
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    /** The process ended, or executes another program: what was noted about it no longer holds. */
    void forget(int pid) {
        ambiguous.forget(pid);
    }

    /** Whether a process can be matched without proc(5) once its environment is known. */
    boolean needsOnlyEnvironment() {
        return declared.stream()
                .allMatch(function -> function.command.isEmpty()
                        && function.cgroup.isEmpty()
                        && function.config.match().netns() == null);
    }

    /** Functions whose only criterion is a port: the kernel side recognises them by itself. */
    List<FunctionConfig> matchedByPortAlone() {
        return declared.stream()
                .map(function -> function.config)
                .filter(function -> {
                    MatchConfig match = function.match();
                    return match.port() != null
                            && match.netns() == null
                            && match.cgroup() == null
                            && match.command() == null
                            && match.env().isEmpty();
                })
                .toList();
    }

    private static final class Declared {
        private final FunctionConfig config;
        private final Optional<Glob> cgroup;
        private final Optional<Glob> command;

        Declared(FunctionConfig config) {
            this.config = config;
            cgroup = Optional.ofNullable(config.match().cgroup()).map(Glob::new);
            command = Optional.ofNullable(config.match().command()).map(Glob::new);
        }

        boolean matches(ProcessFacts facts) {
            MatchConfig match = config.match();
            return (match.port() == null || facts.ports().contains(match.port()))
                    && (match.netns() == null || isIn(match.netns(), facts))
                    && match.env().entrySet().stream()
                            .allMatch(variable -> variable.getValue()
                                    .equals(facts.environment().get(variable.getKey())))
                    && (command.isEmpty() || command.get().matches(facts.command()))
                    && (cgroup.isEmpty() || Arrays.stream(facts.cgroups()).anyMatch(cgroup.get()::matches));
        }

        /** The path is looked up each time: a namespace may be made after the agent started. */
        private static boolean isIn(String netns, ProcessFacts facts) {
            Optional<Integer> wanted = ProcFs.namespaceAt(Path.of(netns));
            return wanted.isPresent() && wanted.equals(facts.networkNamespace());
        }
    }
}

package io.emfs.bpf.monitor;

import io.emfs.config.DiscoveryConfig;
import io.emfs.config.EmfsConfig;
import io.emfs.config.FunctionConfig;
import io.emfs.config.MatchConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tells whose a process is: a declared function all of whose criteria hold, else the function that an environment
 * variable of {@code discovery.env} names. Immutable.
 */
final class FunctionMatcher {
    private final List<Declared> declared;
    private final DiscoveryConfig discovery;

    FunctionMatcher(EmfsConfig config) {
        declared = config.functions().stream().map(Declared::new).toList();
        discovery = config.discovery();
    }

    Optional<String> match(ProcessFacts facts) {
        for (Declared function : declared) {
            if (function.matches(facts)) {
                return Optional.of(function.config.name());
            }
        }
        return discovery.env().stream()
                .map(variable -> facts.environment().getOrDefault(variable, ""))
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    /** Whether a process can be matched without proc(5) once its environment is known. */
    boolean needsOnlyEnvironment() {
        return declared.stream().allMatch(function -> function.command.isEmpty() && function.cgroup.isEmpty());
    }

    /** Functions whose only criterion is a port: the kernel side recognises them by itself. */
    List<FunctionConfig> matchedByPortAlone() {
        return declared.stream()
                .map(function -> function.config)
                .filter(function -> {
                    MatchConfig match = function.match();
                    return match.port() != null
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
                    && match.env().entrySet().stream()
                            .allMatch(variable -> variable.getValue()
                                    .equals(facts.environment().get(variable.getKey())))
                    && (command.isEmpty() || command.get().matches(facts.command()))
                    && (cgroup.isEmpty() || Arrays.stream(facts.cgroups()).anyMatch(cgroup.get()::matches));
        }
    }
}

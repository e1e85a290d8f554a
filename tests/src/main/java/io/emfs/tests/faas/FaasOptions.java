package io.emfs.tests.faas;

import java.time.Duration;
import java.util.List;

/**
 * What is compared, and how long.
 *
 * @param loads offered utilisations of the core
 * @param seed of the arrivals; each load has one of its own, shared by its policies
 * @param servers a comparison of its own for each
 * @param phase how long requests are sent that count
 * @param warmup how long they are sent before
 * @param drain how long the last responses are waited for
 * @param scale of all service times
 * @param sfsSlice SFS's before it has seen its first arrivals
 * @param fifoLimit CPU time after which fifo-cfs has a request share the core
 * @param overrides {@code key=value} of the agent's configuration
 */
public record FaasOptions(
        List<Double> loads,
        long seed,
        List<FaasPolicy> policies,
        List<ServerKind> servers,
        Duration phase,
        Duration warmup,
        Duration drain,
        double scale,
        Duration sfsSlice,
        Duration fifoLimit,
        List<String> overrides) {
    /** The core that all functions share: the last. */
    static final int SERVER_CORE = Runtime.getRuntime().availableProcessors() - 1;

    /** The load generator's and the schedulers'. */
    static final int OTHER_CORE = 0;

    public FaasOptions {
        loads = List.copyOf(loads);
        policies = List.copyOf(policies);
        servers = List.copyOf(servers);
        overrides = List.copyOf(overrides);
        if (loads.isEmpty() || policies.isEmpty() || servers.isEmpty()) {
            throw new IllegalArgumentException(
                    "loads=" + loads + ", policies=" + policies + ", servers=" + servers + ", each needs one at least");
        }
        if (!loads.stream().allMatch(load -> load > 0)
                || !(scale > 0)
                || phase.isZero()
                || phase.isNegative()
                || warmup.isNegative()) {
            throw new IllegalArgumentException("loads=" + loads + ", scale=" + scale + ", phase=" + phase + ", warmup="
                    + warmup + ", all must be above 0");
        }
    }

    /** How long one phase sends. */
    Duration sending() {
        return warmup.plus(phase);
    }
}

package io.emfs.tests.faas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What is compared, and how long.
 *
 * @param loads offered utilisations of the core
 * @param rounds of all policies at all loads
 * @param seed of the arrivals; each load has one of its own in each round, shared by its policies
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
        int rounds,
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
                || rounds < 1
                || phase.isZero()
                || phase.isNegative()
                || warmup.isNegative()) {
            throw new IllegalArgumentException("loads=" + loads + ", rounds=" + rounds + ", scale=" + scale + ", phase="
                    + phase + ", warmup=" + warmup + ", all must be above 0");
        }
    }

    /** Of the arrivals at the {@code load}-th of {@link #loads}. */
    long seed(int round, int load) {
        return seed + (long) round * loads.size() + load;
    }

    /** In their order in a round: every other one has them in reverse, lest a machine that slows down harms the last. */
    List<FaasPolicy> policies(int round) {
        List<FaasPolicy> inTurn = new ArrayList<>(policies);
        if (round % 2 == 1) {
            Collections.reverse(inTurn);
        }
        return inTurn;
    }

    /** How long one phase sends. */
    Duration sending() {
        return warmup.plus(phase);
    }
}

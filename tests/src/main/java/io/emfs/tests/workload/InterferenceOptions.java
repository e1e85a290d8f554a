package io.emfs.tests.workload;

import io.emfs.config.Slo;
import java.time.Duration;
import java.util.List;

/**
 * The interference scenario's parameters; {@link #defaults} are those of the reproduction of the paper's Figure 1.
 * Build others with {@link InterferenceOptionsBuilder}.
 *
 * @param shortMs CPU time of a short request
 * @param longMs CPU time of a long request
 * @param phase how long each phase sends requests that count
 * @param warmup how long it sends before
 * @param drain how long it waits for the last responses
 * @param loads offered utilisations of the core
 * @param seed of the arrivals; each load has one of its own, shared by its phases and rounds
 * @param shortSlo of the short function; the long one has none
 * @param rounds how often the policies are compared at each load
 * @param policies those compared, in the order of a round
 * @param serverCore the core both functions share
 * @param loadCore the load generator's
 */
public record InterferenceOptions(
        double shortMs,
        double longMs,
        Duration phase,
        Duration warmup,
        Duration drain,
        List<Double> loads,
        long seed,
        Slo shortSlo,
        int rounds,
        List<Policy> policies,
        int shortPort,
        int longPort,
        int serverCore,
        int loadCore) {
    public static final String SHORT = "short";
    public static final String LONG = "long";

    public InterferenceOptions {
        loads = List.copyOf(loads);
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds=" + rounds + ", must be at least 1");
        }
        if (loads.isEmpty()) {
            throw new IllegalArgumentException("loads=[], at least one is needed");
        }
        policies = List.copyOf(policies);
        if (policies.isEmpty() || policies.contains(Policy.IDEAL)) {
            throw new IllegalArgumentException(
                    "policies=" + policies + ", at least one is needed; IDEAL is measured in any case");
        }
    }

    public static InterferenceOptions defaults() {
        return builder().build();
    }

    public static InterferenceOptionsBuilder builder() {
        return new InterferenceOptionsBuilder();
    }

    /** How long one phase sends. */
    Duration sending() {
        return warmup.plus(phase);
    }

    /** How many phases there are: per load the ideal once and all policies in each round. */
    int phases() {
        return loads.size() * (1 + policies.size() * rounds);
    }

    /** How long the scenario takes, drains apart. */
    public Duration total() {
        return sending().multipliedBy(phases());
    }
}

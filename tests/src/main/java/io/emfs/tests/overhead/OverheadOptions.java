package io.emfs.tests.overhead;

import java.time.Duration;
import java.util.List;

/**
 * How long is measured what.
 *
 * @param rounds each of them with every watcher, in an order that rotates, and nobody before and after each
 * @param phase how long a watcher is measured in a round
 * @param warmUp before each phase
 * @param demand CPU of a request
 * @param rate at which the agent's CPU time is taken
 * @param overrides {@code key=value} of the monitor's configuration
 */
public record OverheadOptions(
        int rounds, Duration phase, Duration warmUp, Duration demand, double rate, List<String> overrides) {
    public OverheadOptions {
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds=" + rounds + ", allowed: 1 and more");
        }
        overrides = List.copyOf(overrides);
    }

    /** Against 20 µs requests; the agent's CPU at 20 000 requests per second. Many short rounds: the machine is shared. */
    public static OverheadOptions of(int rounds, List<String> overrides) {
        return new OverheadOptions(
                rounds, Duration.ofSeconds(1), Duration.ofMillis(250), Duration.ofNanos(20_000), 20_000, overrides);
    }

    /** Rounds in which the kernel times the programs: these figures vary less. */
    int timedRounds() {
        return Math.min(rounds, 5);
    }

    /** How long the agent's CPU time is taken. */
    Duration rated() {
        return phase.multipliedBy(4);
    }
}

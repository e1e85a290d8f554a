package io.emfs.operators.window;

import java.io.Serializable;
import java.time.Duration;

/**
 * How windows learn what time it is on a node: from its events, and while none come from the clock. Each node has a time of
 * its own, so that no node's windows wait for another's. Immutable; travels with the job.
 *
 * <p>Flink's watermarks would be one for all nodes of a task, as far as the slowest of them; and its periodic ones would
 * delay each window by up to their interval.
 *
 * @param outOfOrderness how much later than a younger event an event may come: CPUs reach the ring out of order
 * @param silence processing time without an event of the node after which the clock drives its time
 * @param silentLag how far it then stays behind the clock; covers an event's way to here, and in a cluster the difference
 *     between the clocks
 */
public record NodeTime(Duration outOfOrderness, Duration silence, Duration silentLag) implements Serializable {
    private static final Duration FOR_EVER = Duration.ofDays(100_000);

    /** 1 ms out of order, 50 ms of silence, 20 ms behind the system clock. */
    public static NodeTime besideAnAgent() {
        return new NodeTime(Duration.ofMillis(1), Duration.ofMillis(50), Duration.ofMillis(20));
    }

    /** Events are longer on their way, and the clocks of nodes differ: 250 ms behind the clock after 100 ms of silence. */
    public static NodeTime overANetwork() {
        return new NodeTime(Duration.ofMillis(1), Duration.ofMillis(100), Duration.ofMillis(250));
    }

    /** 1 ms out of order, and no clock: the events' time is not that of here. */
    public static NodeTime ofEventsAlone() {
        return new NodeTime(Duration.ofMillis(1), FOR_EVER, Duration.ZERO);
    }

    boolean followsTheClock() {
        return silence.compareTo(FOR_EVER) < 0;
    }

    long outOfOrdernessMs() {
        return outOfOrderness.toMillis();
    }

    long silenceMs() {
        return silence.toMillis();
    }

    long silentLagMs() {
        return silentLag.toMillis();
    }
}

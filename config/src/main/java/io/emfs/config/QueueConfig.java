package io.emfs.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code queues[]}; row i is p(i+1).
 *
 * @param priorities the band of a real-time queue; null for {@link SchedulingClass#OTHER}
 * @param nice −20…19; 0 for a real-time queue
 */
public record QueueConfig(
        Duration quantum, SchedulingClass policy, @Nullable PriorityBand priorities, int nice) implements Serializable {
    /** The paper's six queues (§4.3), in SCHED_RR; the last one, which no quantum ends, one request after another. */
    public static final List<QueueConfig> DEFAULTS = List.of(
            roundRobin(20, 72, 81),
            roundRobin(40, 62, 71),
            roundRobin(80, 52, 61),
            roundRobin(160, 42, 51),
            roundRobin(320, 32, 41),
            new QueueConfig(Duration.ofMillis(500), SchedulingClass.FIFO, new PriorityBand(12, 31), 0));

    /** Ranks told apart by nice levels: each costs a fifth of the weight. */
    public static final int FAIR_RANKS = 4;

    private static final int MAX_QUEUES = 16;
    private static final int THIRDS = 3;

    private static QueueConfig roundRobin(int quantumMs, int low, int high) {
        return new QueueConfig(Duration.ofMillis(quantumMs), SchedulingClass.RR, new PriorityBand(low, high), 0);
    }

    static List<QueueConfig> readAll(Section root) {
        List<Section> rows = root.sections("queues");
        if (rows == null) {
            return DEFAULTS;
        }
        int length = root.length("queues");
        if (length == 0 || length > MAX_QUEUES) {
            root.reject(
                    root.placeOf("queues"),
                    "queues",
                    ": has " + length + " queues, must have 1.." + MAX_QUEUES + " (the paper's six are the default)");
        }
        List<QueueConfig> queues = new ArrayList<>();
        rows.forEach(row -> queues.add(read(row)));
        QueueOrder.check(rows, queues);
        return queues;
    }

    private static QueueConfig read(Section at) {
        Setting<Duration> quantum = at.required("quantum", ValueType.positiveDuration());
        Setting<SchedulingClass> policy = at.required("policy", ValueType.oneOf(SchedulingClass.class));
        Setting<PriorityBand> priorities = at.optional("priorities", PriorityBand.TYPE);
        Setting<Integer> nice = at.optional("nice", ValueType.integer(-20, 19));
        if (policy.usable()) {
            if (policy.value() == SchedulingClass.OTHER) {
                if (priorities != null) {
                    at.reject(priorities, "not allowed, as " + policy.key() + " is other; give nice instead");
                }
            } else {
                if (priorities == null) {
                    at.reject(policy, "needs " + at.path() + ".priorities, e.g. 72-81");
                }
                if (nice != null) {
                    at.reject(nice, "not allowed, as " + policy + " is real-time; give priorities instead");
                }
            }
        }
        return new QueueConfig(
                quantum.value(),
                policy.value(),
                priorities == null ? null : priorities.value(),
                nice == null ? 0 : nice.value());
    }

    /**
     * How many functions can stand one after another in this queue. The last queue has a third of its band for functions with
     * an SLO, one for requests that are late and one for functions without an SLO; outside real time a rank is a nice level.
     */
    public int ranks(boolean last) {
        if (priorities == null) {
            return FAIR_RANKS;
        }
        return last ? thirdOfRanks() : priorities.width();
    }

    /** A third of the band's priorities, at least one; 0 outside real time. */
    public int thirdOfRanks() {
        return priorities == null ? 0 : Math.max(1, priorities.width() / THIRDS);
    }

    String toYaml() {
        String rank = priorities == null ? "nice: " + nice : "priorities: " + priorities;
        return "{quantum: " + Durations.print(quantum) + ", policy: " + ValueType.kebab(policy) + ", " + rank + "}";
    }
}

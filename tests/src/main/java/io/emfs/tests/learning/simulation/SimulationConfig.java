package io.emfs.tests.learning.simulation;

import io.emfs.config.PriorityBand;
import io.emfs.config.QueueConfig;
import io.emfs.config.SchedulingClass;
import java.time.Duration;
import java.util.List;

/** What is simulated, and how often it is asked for: {@code learn.yaml}, whose comments explain each value. Immutable. */
public record SimulationConfig(
        List<Long> quantaNs,
        Windows windows,
        Evaluation evaluation,
        Service service,
        RequestMix requests,
        Node node,
        Dynamics dynamics,
        Scheduling scheduling,
        List<Split> splits) {
    private static final double NS_PER_S = 1e9;

    /** Ranks are the core's queues, of which there are fewer. */
    private static final PriorityBand ENOUGH_FOR_ALL_RANKS = new PriorityBand(1, PriorityBand.AGENT_PRIORITY - 1);

    /** Lengths in windows, requests and seconds. */
    public record Windows(int count, int warmUp, int requests, Range seconds, int minRequests) {
        /** For a function of that rate. */
        long lengthNs(double ratePerSecond) {
            return Math.round(seconds.clamp(requests / ratePerSecond) * NS_PER_S);
        }
    }

    /** Windows of adaptation, ascending; SLOs by the isolated latency. */
    public record Evaluation(List<Integer> at, List<Integer> pooled, int replicas, int resamples, Range sloFactor) {}

    /** Of CPU time. */
    public record Service(Range meanMs, Range coRunnerRatio) {}

    /** What requests do beside computing. */
    public record RequestMix(Range ioPhases, Range ioRatio, Range batchMean, Range interarrivalCv, Range concurrency) {}

    /** What belongs to no function. */
    public record Node(Range switchCostUs, Range background) {}

    /** From window to window. */
    public record Dynamics(double rateDrift, double rateReversion, double queueMove, double coRunnerMove) {}

    /** Under the policy that nodes run. */
    public record Scheduling(int nodes, int seconds, int warmUpSeconds) {}

    public int queues() {
        return quantaNs.size();
    }

    public long[] quanta() {
        return quantaNs.stream().mapToLong(Long::longValue).toArray();
    }

    /** As the configuration of a node has them. */
    public List<QueueConfig> queueConfigs() {
        return quantaNs.stream()
                .map(ns -> new QueueConfig(Duration.ofNanos(ns), SchedulingClass.RR, ENOUGH_FOR_ALL_RANKS, 0))
                .toList();
    }

    /** Throws where there is none of that name. */
    public Split split(String name) {
        return splits.stream()
                .filter(split -> split.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no split " + name));
    }
}

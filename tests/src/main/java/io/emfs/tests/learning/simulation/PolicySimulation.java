package io.emfs.tests.learning.simulation;

import io.emfs.config.LearningConfig;
import io.emfs.config.PolicyConfig;
import io.emfs.config.QueueConfig;
import io.emfs.config.Slo;
import io.emfs.config.WindowConfig;
import io.emfs.operators.learning.ServedModel;
import io.emfs.operators.policy.NodePolicy;
import io.emfs.state.FunctionKey;
import io.emfs.state.InstanceStarted;
import io.emfs.state.Percentiles;
import io.emfs.state.RequestPercentiles;
import io.emfs.state.WindowSummary;
import io.emfs.tests.learning.simulation.SimulationConfig.Dynamics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Simulates nodes of one split on which the policy of eMFS schedules: every function has an SLO, and nobody else moves it.
 * What the policy sees are tumbling windows of 1 s and 30 s. Queues have ranks, and a thread that uses up its quantum drops
 * to the next queue; late requests stay where they are. Where functions of the split change, the first one does so half-way.
 * The same configuration, split, seed and node give the same outcome. Immutable, so that several threads may simulate.
 */
public final class PolicySimulation {
    private static final String NODE = "simulated";
    private static final double PERCENTILE = 95;
    private static final double P95 = 0.95;
    private static final double P99 = 0.99;
    private static final double P50 = 0.5;
    private static final long NS_PER_MS = 1_000_000;
    private static final long MS_PER_S = 1_000;
    private static final int SLOW_S = 30;

    private static final WindowConfig FAST =
            new WindowConfig(PolicyConfig.DEFAULT.percentileWindow(), Duration.ofSeconds(1), Duration.ofSeconds(1));
    private static final WindowConfig SLOW =
            new WindowConfig("slow", Duration.ofSeconds(SLOW_S), Duration.ofSeconds(SLOW_S));

    private final SimulationConfig config;
    private final Split split;
    private final Population population;
    private final List<QueueConfig> queues;
    private final int ranks;
    private final long seed;

    public PolicySimulation(SimulationConfig config, Split split, long seed) {
        this.config = config;
        this.split = split;
        this.population = new Population(config, split);
        this.queues = config.queueConfigs();
        this.ranks = (SimulatedCore.MAX_QUEUES - 2) / queues.size();
        this.seed = SplitMix.mix(seed, split.name().hashCode());
    }

    /** The {@code number}-th one. */
    public Node node(long number) {
        return new Node(SplitMix.mix(seed, number));
    }

    /** To be simulated under each policy, with the same functions, SLOs and requests. Immutable, as the whole. */
    public final class Node {
        private final NodeSpec spec;
        private final List<Slo> slos;
        private final long seed;

        private Node(long seed) {
            this.seed = seed;
            this.spec = population.draw(SplitMix.mix(seed, 1));
            SplitMix random = new SplitMix(SplitMix.mix(seed, 4));
            List<Slo> drawn = new ArrayList<>();
            for (int function = 0; function < spec.functions().size(); function++) {
                double factor = config.evaluation().sloFactor().logUniform(random);
                double boundNs = factor * Isolation.p95Ns(config, spec, function, SplitMix.mix(seed, 5 + function));
                drawn.add(new Slo(PERCENTILE, Duration.ofNanos(Math.round(boundNs))));
            }
            this.slos = List.copyOf(drawn);
        }

        /** How each function fares; by the ladder alone where {@code model} is null. */
        public List<ScheduledFunction> simulate(@Nullable ServedModel model) {
            Run run = new Run(this, model);
            int warmUp = config.scheduling().warmUpSeconds();
            for (int second = 0; second < warmUp + config.scheduling().seconds(); second++) {
                if (split.changeWindow() > 0
                        && second == warmUp + config.scheduling().seconds() / 2) {
                    run.change();
                }
                run.next(second, second >= warmUp);
            }
            return run.outcome();
        }
    }

    /** One node under one policy. One thread. */
    private final class Run {
        private final int functions;
        private final SimulatedCore core;
        private final Environment environment;
        private final NodePolicy policy;
        private final List<Slo> slos;
        private final WindowTally[] slow;
        private final long[] requests;
        private final long[] missed;
        private final long[] queueSeconds;

        Run(Node node, @Nullable ServedModel model) {
            slos = node.slos;
            functions = slos.size();
            core = new SimulatedCore(
                    sources(node.spec),
                    levels(config.quanta()),
                    ranks,
                    node.spec.switchCostNs(),
                    SplitMix.mix(node.seed, 2));
            Dynamics dynamics = config.dynamics();
            environment = new Environment(
                    node.spec,
                    new Dynamics(dynamics.rateDrift(), dynamics.rateReversion(), 0, 0),
                    config.queues(),
                    SplitMix.mix(node.seed, 3));
            policy = new NodePolicy(PolicyConfig.DEFAULT, queues, List.of(FAST, SLOW), LearningConfig.DEFAULT, model);
            slow = new WindowTally[functions];
            requests = new long[functions];
            missed = new long[functions];
            queueSeconds = new long[functions];
            for (int function = 0; function < functions; function++) {
                slow[function] = new WindowTally();
                policy.onStart(new InstanceStarted(key(function), 1 + function, 0), slos.get(function), command -> {});
            }
            place();
        }

        void change() {
            environment.change(core, split);
        }

        void next(int second, boolean counts) {
            if (second % SLOW_S == 0) {
                environment.next(core);
            }
            core.startWindow();
            core.runUntil((second + 1) * MS_PER_S * NS_PER_MS);
            for (int function = 0; function < functions; function++) {
                WindowTally tally = core.tally(function);
                if (counts) {
                    requests[function] += tally.count();
                    missed[function] += tally.countAbove(bound(function));
                    queueSeconds[function] += policy.queueOf(key(function).function());
                }
                slow[function].addAll(tally);
                close(function, FAST, tally, second + 1);
                if ((second + 1) % SLOW_S == 0) {
                    close(function, SLOW, slow[function], second + 1);
                    slow[function].clear();
                }
            }
            place();
        }

        private void close(int function, WindowConfig window, WindowTally tally, int endS) {
            long endMs = endS * MS_PER_S;
            policy.onWindow(
                    new WindowSummary(
                            key(function),
                            window.name(),
                            endMs - window.size().toMillis(),
                            endMs,
                            tally.count(),
                            tally.countAbove(bound(function)),
                            percentiles(tally),
                            tally.latencyNs(P95),
                            core.inFlight(function),
                            endMs * NS_PER_MS),
                    slos.get(function),
                    command -> {});
        }

        /** Moves take effect at once, and at the same time for all. */
        private void place() {
            for (int function = 0; function < functions; function++) {
                String name = key(function).function();
                core.setQueue(function, level(policy.queueOf(name), policy.rankOf(name)));
            }
        }

        private double bound(int function) {
            return slos.get(function).latency().toNanos();
        }

        List<ScheduledFunction> outcome() {
            List<ScheduledFunction> outcome = new ArrayList<>();
            for (int function = 0; function < functions; function++) {
                double meanQueue =
                        (double) queueSeconds[function] / config.scheduling().seconds();
                int late = core.inFlightOlderThan(function, bound(function));
                outcome.add(new ScheduledFunction(requests[function] + late, missed[function] + late, meanQueue));
            }
            return outcome;
        }
    }

    /** Of each queue, one for each rank. */
    private long[] levels(long[] quantaNs) {
        long[] levels = new long[quantaNs.length * ranks];
        for (int level = 0; level < levels.length; level++) {
            levels[level] = quantaNs[level / ranks];
        }
        return levels;
    }

    private int level(int queue, int rank) {
        return (queue - 1) * ranks + 1 + Math.min(rank, ranks - 1);
    }

    /** What nobody watches stays where it is: before all queues, behind them, or in the midst of one. */
    private SourceSpec[] sources(NodeSpec node) {
        return Arrays.stream(node.sources())
                .map(source -> source.in(
                        source.queue() == 0
                                ? 0
                                : source.queue() > queues.size()
                                        ? queues.size() * ranks + 1
                                        : level(source.queue(), ranks / 2)))
                .toArray(SourceSpec[]::new);
    }

    private static FunctionKey key(int function) {
        return new FunctionKey(NODE, "f" + function);
    }

    private static RequestPercentiles percentiles(WindowTally tally) {
        if (tally.count() == 0) {
            return RequestPercentiles.EMPTY;
        }
        Percentiles latency = new Percentiles(
                tally.latencyMeanNs(),
                tally.latencyNs(P50),
                tally.latencyNs(P95),
                tally.latencyNs(P99),
                tally.latencyNs(1));
        Percentiles onCpu = new Percentiles(
                tally.onCpuMeanNs(), tally.onCpuNs(P50), tally.onCpuNs(P95), tally.onCpuNs(P99), tally.onCpuNs(1));
        return new RequestPercentiles(
                latency, mean(tally.queueDelayMeanNs()), Percentiles.EMPTY, latency, onCpu, mean(tally.waitMeanNs()));
    }

    /** Of what nothing but the mean is used. */
    private static Percentiles mean(double ns) {
        return new Percentiles(ns, ns, ns, ns, ns);
    }
}

package io.emfs.tests.learning.simulation;

import io.emfs.tests.learning.simulation.SimulationConfig.RequestMix;
import java.util.ArrayList;
import java.util.List;

/** Draws nodes of a split. The same seed and key draw the same node. Immutable. */
public final class Population {
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_US = 1e3;
    private static final double NS_PER_S = 1e9;

    /** The observed function's windows hold on average at least so many times the requests that make them count. */
    private static final double SPARE_REQUESTS = 2;

    /** Draws in which a slow function may be too rare to be observed, before it is made more frequent. */
    private static final int ATTEMPTS = 50;

    /** Of a function's workers, so that it is the core and not their number that limits it. */
    private static final double WORKERS_UTILISATION = 0.8;

    /** Nothing is stretched longer by more urgent functions, for the number of workers. */
    private static final double LEAST_SHARE = 0.05;

    private final SimulationConfig config;
    private final Split split;

    public Population(SimulationConfig config, Split split) {
        this.config = config;
        this.split = split;
    }

    public NodeSpec draw(long seed) {
        SplitMix random = new SplitMix(seed);
        double utilisation = split.utilisation().uniform(random);
        double background = Math.min(config.node().background().uniform(random), utilisation / 2);
        double[] shares = shares(1 + split.coRunners().integer(random), utilisation - background, random);
        double ownMs = ownServiceMs(shares, random);
        Range coRunnerMs = new Range(
                config.service()
                        .meanMs()
                        .clamp(ownMs * config.service().coRunnerRatio().low()),
                config.service()
                        .meanMs()
                        .clamp(ownMs * config.service().coRunnerRatio().high()));
        List<SourceSpec> functions = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            double meanMs = i == 0 ? ownMs : coRunnerMs.logUniform(random);
            functions.add(function(meanMs * NS_PER_MS, shares[i], utilisation, random));
        }
        return new NodeSpec(
                functions,
                background(background, coRunnerMs, random),
                Math.round(config.node().switchCostUs().uniform(random) * NS_PER_US),
                config.windows().lengthNs(functions.get(0).ratePerSecond()));
    }

    /** Uniform over all ways to share. */
    private static double[] shares(int functions, double utilisation, SplitMix random) {
        double[] shares = new double[functions];
        double sum = 0;
        for (int i = 0; i < functions; i++) {
            shares[i] = random.nextExponential();
            sum += shares[i];
        }
        for (int i = 0; i < functions; i++) {
            shares[i] *= utilisation / sum;
        }
        return shares;
    }

    /** A mean with which the function is often enough seen in the longest window. */
    private double ownServiceMs(double[] shares, SplitMix random) {
        Range meanMs = config.service().meanMs();
        double longestMs = shares[0] / leastPerSecond() * NS_PER_S / NS_PER_MS;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double drawnMs = meanMs.logUniform(random);
            if (drawnMs <= longestMs) {
                return drawnMs;
            }
        }
        return Math.min(meanMs.low(), longestMs);
    }

    private double leastPerSecond() {
        return SPARE_REQUESTS
                * config.windows().minRequests()
                / config.windows().seconds().high();
    }

    private SourceSpec function(double meanNs, double share, double utilisation, SplitMix random) {
        RequestMix mix = config.requests();
        double perSecond = share / meanNs * NS_PER_S;
        int ioPhases = mix.ioPhases().integer(random);
        double ioMeanNs = ioPhases == 0 ? 0 : mix.ioRatio().uniform(random) * meanNs;
        double stretchedNs = meanNs / Math.max(LEAST_SHARE, 1 - utilisation + share);
        double needed = ioPhases == 0 ? 1 : perSecond * (stretchedNs + ioMeanNs) / NS_PER_S / WORKERS_UTILISATION;
        return new SourceSpec(
                perSecond,
                meanNs,
                split.serviceCv().uniform(random),
                ioPhases,
                ioMeanNs,
                mix.batchMean().uniform(random),
                mix.interarrivalCv().uniform(random),
                Math.max(mix.concurrency().integer(random), (int) Math.ceil(needed)),
                1 + random.nextInt(config.queues()));
    }

    private List<SourceSpec> background(double utilisation, Range meanMs, SplitMix random) {
        double meanNs = NS_PER_MS * Math.min(meanMs.logUniform(random), 100 * meanMs.low());
        int priority = random.nextInt(config.queues() + 2);
        return utilisation <= 0
                ? List.of()
                : List.of(SourceSpec.poisson(utilisation / meanNs * NS_PER_S, meanNs, 1, priority));
    }
}

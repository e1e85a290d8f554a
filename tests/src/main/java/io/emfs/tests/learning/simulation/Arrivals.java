package io.emfs.tests.learning.simulation;

import java.util.Arrays;

/**
 * When requests arrive and what each asks for. Every source has a random stream of its own: what arrives does not depend
 * on how it is scheduled, so that queues can be compared on the same requests. One thread.
 */
final class Arrivals {
    private static final double NS_PER_S = 1e9;

    private final SourceSpec[] specs;
    private final double[] logSpread;
    private final double[] rates;
    private final double[] serviceFactors;
    private final long[] streams;
    private final long[] nextNs;
    private final SplitMix random = new SplitMix(0);
    private int first;

    Arrivals(SourceSpec[] specs, long seed) {
        this.specs = specs;
        this.logSpread = new double[specs.length];
        this.rates = new double[specs.length];
        this.serviceFactors = new double[specs.length];
        this.streams = new long[specs.length];
        this.nextNs = new long[specs.length];
        Arrays.fill(serviceFactors, 1);
        for (int source = 0; source < specs.length; source++) {
            logSpread[source] = Math.sqrt(Math.log1p(specs[source].serviceCv() * specs[source].serviceCv()));
            rates[source] = specs[source].ratePerSecond();
        }
        reseed(seed, 0);
    }

    void copyFrom(Arrivals other) {
        System.arraycopy(other.rates, 0, rates, 0, rates.length);
        System.arraycopy(other.serviceFactors, 0, serviceFactors, 0, rates.length);
        System.arraycopy(other.streams, 0, streams, 0, rates.length);
        System.arraycopy(other.nextNs, 0, nextNs, 0, rates.length);
        first = other.first;
    }

    /** From now on, other requests arrive. */
    void reseed(long seed, long nowNs) {
        for (int source = 0; source < specs.length; source++) {
            streams[source] = SplitMix.mix(seed, source);
            draw(source, nowNs);
        }
        first = earliest();
    }

    void setRate(int source, double perSecond, long nowNs) {
        rates[source] = perSecond;
        draw(source, nowNs);
        first = earliest();
    }

    /** From now on, a request's CPU time is multiplied by {@code factor}. */
    void setServiceFactor(int source, double factor) {
        serviceFactors[source] = factor;
    }

    long nextNs() {
        return nextNs[first];
    }

    /** The source whose requests arrive at {@link #nextNs}. */
    int source() {
        return first;
    }

    /** How many requests arrive then; each is to be drawn with {@link #addTo}. */
    int batch() {
        double mean = specs[first].batchMean();
        random.at(streams[first]);
        int batch = mean <= 1 ? 1 : 1 + (int) (random.nextExponential() / -Math.log1p(-1 / mean));
        streams[first] = random.state();
        return batch;
    }

    /** Draws a request that arrives at {@link #nextNs}. */
    int addTo(Requests requests) {
        SourceSpec spec = specs[first];
        random.at(streams[first]);
        double spread = logSpread[first];
        double serviceNs = spec.serviceMeanNs() * serviceFactors[first];
        if (spread > 0) {
            serviceNs *= Math.exp(spread * random.nextGaussian() - spread * spread / 2);
        }
        int phases = spec.ioPhases();
        long ioNs = phases == 0 ? 0 : Math.round(random.nextExponential() * spec.ioMeanNs() / phases);
        streams[first] = random.state();
        long phaseNs = Math.max(1, Math.round(serviceNs / (phases + 1)));
        return requests.add(first, nextNs[first], phaseNs, phases, ioNs);
    }

    /** The batch has been taken. */
    void advance() {
        draw(first, nextNs[first]);
        first = earliest();
    }

    private void draw(int source, long fromNs) {
        double batchesPerSecond = rates[source] / specs[source].batchMean();
        if (batchesPerSecond <= 0) {
            nextNs[source] = Long.MAX_VALUE;
            return;
        }
        random.at(streams[source]);
        double gap = random.nextExponential();
        double cv = specs[source].interarrivalCv();
        if (cv > 1) {
            double often = (1 + Math.sqrt((cv * cv - 1) / (cv * cv + 1))) / 2;
            gap /= 2 * (random.nextDouble() < often ? often : 1 - often);
        }
        streams[source] = random.state();
        nextNs[source] = fromNs + Math.max(1, Math.round(gap / batchesPerSecond * NS_PER_S));
    }

    private int earliest() {
        int earliest = 0;
        for (int source = 1; source < nextNs.length; source++) {
            if (nextNs[source] < nextNs[earliest]) {
                earliest = source;
            }
        }
        return earliest;
    }
}

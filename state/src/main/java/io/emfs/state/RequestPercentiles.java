package io.emfs.state;

import org.jspecify.annotations.Nullable;

/** The percentiles of each {@link Quantity}. */
public record RequestPercentiles(
        Percentiles latency,
        Percentiles queueDelay,
        Percentiles service,
        Percentiles duration,
        Percentiles onCpu,
        Percentiles runQueueWait) {
    public static final RequestPercentiles EMPTY = new RequestPercentiles(
            Percentiles.EMPTY,
            Percentiles.EMPTY,
            Percentiles.EMPTY,
            Percentiles.EMPTY,
            Percentiles.EMPTY,
            Percentiles.EMPTY);

    /** Null if no request told the quantity; the first three become known together, and so do the last two. */
    public @Nullable Percentiles known(Quantity quantity) {
        return switch (quantity) {
            case LATENCY -> unless(latency, latency);
            case QUEUE_DELAY -> unless(latency, queueDelay);
            case SERVICE -> unless(latency, service);
            case DURATION -> unless(duration, duration);
            case ON_CPU -> unless(onCpu, onCpu);
            case RUN_QUEUE_WAIT -> unless(onCpu, runQueueWait);
        };
    }

    private static @Nullable Percentiles unless(Percentiles empty, Percentiles value) {
        return empty.equals(Percentiles.EMPTY) ? null : value;
    }

    /** Of requests that were answered and of which nothing else is known. */
    public static RequestPercentiles answered(Percentiles latency, Percentiles queueDelay, Percentiles service) {
        return new RequestPercentiles(
                latency, queueDelay, service, Percentiles.EMPTY, Percentiles.EMPTY, Percentiles.EMPTY);
    }
}

package io.emfs.state;

/**
 * Requests and SLO misses of the recent past, older ones fading. Immutable.
 *
 * @param atMs epoch ms of the last update
 * @param requests faded count
 * @param missed faded count, of the requests
 */
public record MissTally(long atMs, double requests, double missed) {
    /** Long enough for a slow function to be seen, short enough that a change of load shows. */
    public static final long HALF_LIFE_MS = 10_000;

    public static final MissTally EMPTY = new MissTally(0, 0, 0);

    public MissTally plus(long nowMs, long moreRequests, long moreMissed) {
        double kept = nowMs <= atMs ? 1 : Math.pow(0.5, (double) (nowMs - atMs) / HALF_LIFE_MS);
        return new MissTally(Math.max(atMs, nowMs), kept * requests + moreRequests, kept * missed + moreMissed);
    }

    /** What is left if {@code part}, counted in here too, is taken away. */
    public MissTally without(MissTally part) {
        MissTally faded = part.plus(atMs, 0, 0);
        return new MissTally(atMs, Math.max(0, requests - faded.requests), Math.max(0, missed - faded.missed));
    }

    /** 0…1; 0 without requests. */
    public double rate() {
        return requests <= 0 ? 0 : Math.min(1, missed / requests);
    }
}

package io.emfs.state;

/**
 * A queue that proved too low for the function: the next demotion to it needs {@code factor} times the evidence.
 *
 * @param queue 1…n
 * @param factor 2…{@link #MAX_FACTOR}, as of {@code sinceMs}
 * @param sinceMs epoch ms at which the factor was last raised; it halves with every {@link #HALF_LIFE_MS} since
 */
public record DemotionBackoff(int queue, int factor, long sinceMs) {
    public static final int MAX_FACTOR = 64;
    public static final long HALF_LIFE_MS = 10 * 60_000L;

    /** What is left of the factor; 1 once it has decayed. */
    public int factorAt(long nowMs) {
        long halvings = Math.max(0, nowMs - sinceMs) / HALF_LIFE_MS;
        return halvings >= Integer.SIZE - 1 ? 1 : Math.max(1, factor >> halvings);
    }

    /** Twice what is left of it, from now on. */
    public DemotionBackoff raised(long nowMs) {
        return new DemotionBackoff(queue, Math.min(MAX_FACTOR, 2 * factorAt(nowMs)), nowMs);
    }
}

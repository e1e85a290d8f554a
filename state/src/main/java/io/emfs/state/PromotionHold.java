package io.emfs.state;

/**
 * Promotions of a function that were taken back: the next one has to wait. Immutable.
 *
 * @param untilMs epoch ms before which the function is not promoted
 * @param factor by which the wait had grown
 */
public record PromotionHold(long untilMs, int factor) {
    public static final PromotionHold NONE = new PromotionHold(0, 1);

    private static final int MAX_FACTOR = 64;

    public boolean holds(long nowMs) {
        return nowMs < untilMs;
    }

    /** Twice the wait of last time, of {@code unitMs} at first; forgotten after as long again. */
    public PromotionHold raised(long nowMs, long unitMs) {
        boolean recent = untilMs != 0 && nowMs - untilMs < factor * unitMs;
        int next = recent ? Math.min(MAX_FACTOR, 2 * factor) : 1;
        return new PromotionHold(nowMs + next * unitMs, next);
    }
}

package io.emfs.state;

/**
 * Whether four windows of five were below what forecasts of one function said of four windows of five. Immutable.
 *
 * @param judged windows that a trusted kind of forecast was made for, ever
 * @param coverage exponentially weighted share of them at or below the upper quantile; 0 before the first
 */
public record Calibration(long judged, float coverage) {
    public static final Calibration NONE = new Calibration(0, 0);

    /** Windows after which old ones fade: ±6 % is chance. */
    private static final int MEMORY_WINDOWS = 50;

    public Calibration plus(boolean covered) {
        float gain = 1f / Math.min(judged + 1, MEMORY_WINDOWS);
        return new Calibration(judged + 1, coverage + gain * ((covered ? 1 : 0) - coverage));
    }
}

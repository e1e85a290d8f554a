package io.emfs.state;

/**
 * How forecasts of one function's latency have fared, and what is to be made up for in the next ones. Errors are absolute
 * differences of logarithms: 0.1 is 10 %. Immutable.
 *
 * @param judged forecasts that a window was compared to
 * @param modelError exponentially weighted error of the median
 * @param lastError of the guess that the next window is as the last one
 * @param bias exponentially weighted ln(seen/forecast) of the median; for who watches, nothing is corrected by it
 * @param spread what the forecast's width is multiplied by: above 1 after surprises
 * @param margin added to the upper quantile, in widths: above 0 if more than a fifth of the windows were above it
 */
public record ForecastScore(int judged, float modelError, float lastError, float bias, float spread, float margin) {
    public static final ForecastScore EMPTY = new ForecastScore(0, 0, 0, 0, 1, 0);
}

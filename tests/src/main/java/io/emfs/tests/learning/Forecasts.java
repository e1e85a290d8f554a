package io.emfs.tests.learning;

/** What one method forecast, for each function at each asked window. Filled once, by {@link Replay}. */
final class Forecasts {
    private final String method;
    private final double[][][] lnP95;
    private final double[][][] lnUpper80;

    Forecasts(String method, int keys, int asked, int queues) {
        this.method = method;
        this.lnP95 = new double[keys][asked][queues];
        this.lnUpper80 = new double[keys][asked][queues];
    }

    String method() {
        return method;
    }

    /** Per queue, p1 first. */
    double[] lnP95(int key, int asked) {
        return lnP95[key][asked];
    }

    /** NaN for a method without quantiles. */
    double[] lnUpper80(int key, int asked) {
        return lnUpper80[key][asked];
    }
}

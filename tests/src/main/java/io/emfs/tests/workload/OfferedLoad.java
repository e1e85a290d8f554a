package io.emfs.tests.workload;

/**
 * Rates at which a short and a long function offer a core a given utilisation, each half of it (paper §3.1, Figure 1).
 *
 * @param shortPerSecond requests per second of the short function
 * @param longPerSecond requests per second of the long function
 */
public record OfferedLoad(double shortPerSecond, double longPerSecond) {
    private static final double MS_PER_S = 1e3;

    /**
     * Splits a utilisation half and half by CPU time.
     *
     * @param shortCpuMs CPU time of a short request
     * @param longCpuMs CPU time of a long request
     * @param utilisation of the core, e.g. 0.8; above 1 the queue only grows
     */
    public static OfferedLoad halves(double shortCpuMs, double longCpuMs, double utilisation) {
        if (!(shortCpuMs > 0 && longCpuMs > 0 && utilisation > 0)) {
            throw new IllegalArgumentException("shortCpuMs=" + shortCpuMs + ", longCpuMs=" + longCpuMs
                    + ", utilisation=" + utilisation + ", all must be above 0");
        }
        double half = utilisation / 2 * MS_PER_S;
        return new OfferedLoad(half / shortCpuMs, half / longCpuMs);
    }
}

package io.emfs.tests.faas;

import java.util.List;

/**
 * A function of FaaSBench (Fu et al., "SFS", SC'22): fib(n).
 *
 * @param sharePercent of all requests
 * @param isolatedMs CPU time of a request, as its authors measured it
 */
public record FaasFunction(int n, double sharePercent, double isolatedMs) {
    private static final double NS_PER_MS = 1e6;

    /** The published mix. */
    public static final List<FaasFunction> ALL = List.of(
            new FaasFunction(20, 6.36, 13),
            new FaasFunction(21, 6.06, 14),
            new FaasFunction(22, 6.21, 15),
            new FaasFunction(23, 6.07, 18),
            new FaasFunction(24, 5.89, 23),
            new FaasFunction(25, 6.35, 30),
            new FaasFunction(26, 6.01, 42),
            new FaasFunction(27, 5.58, 60),
            new FaasFunction(28, 4.99, 90),
            new FaasFunction(29, 7.68, 140),
            new FaasFunction(30, 22.16, 220),
            new FaasFunction(31, 1.30, 346),
            new FaasFunction(34, 7.73, 1425),
            new FaasFunction(35, 7.63, 2344));

    public String name() {
        return "fib" + n;
    }

    /** What a request costs in a run at this scale. */
    double cpuNs(double scale) {
        return isolatedMs * scale * NS_PER_MS;
    }

    public SizeClass sizeClass() {
        return SizeClass.of(isolatedMs);
    }
}

package io.emfs.tests.quantum;

import io.emfs.jobs.cli.TextTable;
import java.util.List;
import java.util.Locale;

/** The result for a terminal, fit for 80 columns. Immutable. */
public final class QuantumTable {
    private static final double NS_PER_US = 1e3;
    private static final double PERCENT = 100;

    private final QuantumResult result;

    public QuantumTable(QuantumResult result) {
        this.result = result;
    }

    public String render() {
        TextTable overshoot = new TextTable(1, List.of("QUANTA END LATE BY us", "N", "P50", "P95", "MAX"));
        add(overshoot, "eMFS, idle core", result.idle().overshoot());
        add(overshoot, "eMFS, saturated core", result.saturated().overshoot());
        add(overshoot, "eMFS, beside the agent", result.beside().overshoot());
        add(overshoot, "event per thread, idle", result.rivalIdle());
        add(overshoot, "event per thread, saturated", result.rivalSaturated());
        TextTable cost = new TextTable(1, List.of("COST", "us", "CORE %"));
        cost.add(List.of(
                "eMFS, " + figure(Math.max(looks(result.idle()), looks(result.saturated()))) + " looks/s",
                us(result.look()),
                percent(result.accountingCoreFraction())));
        cost.add(List.of("sampler, 1000 samples/s", us(result.sample()), percent(result.samplerCoreFraction())));
        cost.add(List.of("event per thread, a context switch", us(result.switchMore()), ""));
        cost.add(List.of("nothing, for the noise", us(result.noise()), ""));
        return overshoot.render() + "\n" + cost.render();
    }

    private static double looks(OvershootResult of) {
        return of.looksPerSecond();
    }

    private static void add(TextTable table, String title, Figures figures) {
        table.add(List.of(
                title,
                Integer.toString(figures.n()),
                figure(figures.p50Ns() / NS_PER_US),
                figure(figures.p95Ns() / NS_PER_US),
                figure(figures.maxNs() / NS_PER_US)));
    }

    private static String us(Figures figures) {
        return String.format(
                Locale.ROOT,
                "%.1f (%.1f to %.1f)",
                figures.p50Ns() / NS_PER_US,
                figures.p25Ns() / NS_PER_US,
                figures.p75Ns() / NS_PER_US);
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.3f", fraction * PERCENT);
    }
}

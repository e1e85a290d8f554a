package io.emfs.tests.overhead;

import io.emfs.jobs.cli.TextTable;
import io.emfs.tests.workload.Spread;
import java.util.List;
import java.util.Locale;

/** The result for a terminal, fit for 80 columns: medians of the rounds, of the losses also the smallest and the largest. Immutable. */
public final class OverheadTable {
    private static final double PERCENT = 100;
    private static final List<String> WATCHERS =
            List.of("WATCHED BY", "REQUESTS/s", "LOSS %", "KERNEL", "TIMED", "SEEN %", "AGENT CPU %");
    private static final List<String> TARGETS = List.of("TARGET", "MEASURED", "LIMIT", "");

    private final OverheadResult result;

    public OverheadTable(OverheadResult result) {
        this.result = result;
    }

    public String render() {
        TextTable watchers = new TextTable(1, WATCHERS);
        for (Watcher watcher : Watcher.values()) {
            watchers.add(watcher == Watcher.NOBODY ? unwatched() : watched(watcher));
        }
        TextTable targets = new TextTable(1, TARGETS);
        for (Target target : result.targets()) {
            targets.add(List.of(
                    target.name(),
                    figure(target.value()),
                    figure(target.limit()),
                    target.met() ? "met" : target.valid() ? "missed" : "missed: not every request was seen or sent"));
        }
        return watchers.render() + legend() + targets.render();
    }

    private String legend() {
        return String.format(Locale.ROOT, """

                Kernel: ns of all BPF programs per request; timed: with the cost of timing them,
                %.0f ns a run, which is what an empty one reads. Seen: the least of all phases.

                """, result.empty().nsPerRun());
    }

    private List<String> unwatched() {
        return List.of(
                Watcher.NOBODY.title(),
                String.format(
                        Locale.ROOT, "%.0f", result.perSecond(Watcher.NOBODY).median()),
                "",
                "",
                "",
                "",
                "");
    }

    private List<String> watched(Watcher watcher) {
        Spread loss = result.loss(watcher);
        return List.of(
                watcher.title(),
                String.format(Locale.ROOT, "%.0f", result.perSecond(watcher).median()),
                String.format(
                        Locale.ROOT,
                        "%.1f (%.1f to %.1f)",
                        loss.median() * PERCENT,
                        loss.min() * PERCENT,
                        loss.max() * PERCENT),
                String.format(Locale.ROOT, "%.0f", result.nsPerRequest(watcher).median()),
                String.format(
                        Locale.ROOT, "%.0f", result.timedNsPerRequest(watcher).median()),
                String.format(Locale.ROOT, "%.1f", result.seen(watcher) * PERCENT),
                result.agentCpu(watcher)
                        .map(cpu ->
                                String.format(Locale.ROOT, "%.1f at %.0f/s", cpu.cores() * PERCENT, cpu.perSecond()))
                        .orElse(""));
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value >= 1 ? "%.0f" : "%.3f", value);
    }
}

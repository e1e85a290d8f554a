package io.emfs.tests.cli;

import io.emfs.jobs.cli.Json;
import io.emfs.jobs.cli.TextTable;
import io.emfs.tests.count.CaseCount;
import io.emfs.tests.count.CountResult;
import io.emfs.tests.count.CountingRun;
import io.emfs.tests.count.HookWay;
import io.emfs.tests.count.RequestCase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code emfs bench count}: exits with 1 unless N requests were N answers to the monitor. */
@Command(
        name = "count",
        description = "Sends a known number of requests to a function and compares with what the monitor saw.",
        mixinStandardHelpOptions = true)
final class CountCommand implements Callable<Integer> {
    @Option(
            names = "--requests",
            description = "How many, spread over new and kept connections; default: ${DEFAULT-VALUE}.",
            defaultValue = "200")
    private long requests;

    @Option(
            names = "--connections",
            description = "Connections kept at once; default: ${DEFAULT-VALUE}.",
            defaultValue = "4")
    private int connections;

    @Option(names = "--ipv6", description = "Half of them over IPv6.")
    private boolean ipv6;

    @Option(names = "--seed", description = "Of the arrivals; default: ${DEFAULT-VALUE}.", defaultValue = "1")
    private long seed;

    @Mixin
    private BenchOptions bench = new BenchOptions();

    @Override
    public Integer call() throws Exception {
        List<RequestCase> cases = RequestCase.spread(requests, connections, ipv6);
        CountResult result = new CountingRun(cases, seed, bench.overrides()).run();
        bench.report(text(result), Json.of(tree(result)));
        return result.equal() ? 0 : 1;
    }

    private static String text(CountResult result) {
        TextTable hooks = new TextTable(2, List.of("HOOK", "ATTACHED BY"));
        for (HookWay hook : result.hooks()) {
            hooks.add(List.of(hook.hook(), hook.error() == null ? hook.way() : hook.error()));
        }
        TextTable cases = new TextTable(1, List.of("REQUESTS", "SENT", "ANSWERED", "SEEN", "COMPLETED"));
        for (CaseCount count : result.cases()) {
            cases.add(List.of(
                    count.requests().title(),
                    Long.toString(count.sent()),
                    Long.toString(count.answered()),
                    Long.toString(count.seen()),
                    Long.toString(count.completed())));
        }
        return hooks.render() + "\n" + cases.render() + "\n"
                + (result.equal() ? "Each request was seen once.\n" : "The counts differ.\n");
    }

    private static Map<String, Object> tree(CountResult result) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("equal", result.equal());
        tree.put("sent", result.sum(CaseCount::sent));
        tree.put("answered", result.sum(CaseCount::answered));
        tree.put("seen", result.sum(CaseCount::seen));
        tree.put("completed", result.sum(CaseCount::completed));
        tree.put("hooks", result.hooks());
        tree.put("cases", result.cases());
        tree.put("counters", result.counters());
        return tree;
    }
}

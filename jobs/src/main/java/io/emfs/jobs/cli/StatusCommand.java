package io.emfs.jobs.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code emfs status}: asks the agent that runs on this node for its functions; with {@code --peers} for their clients, of
 * which the agent keeps {@code monitor.max-peers}, by default none.
 */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows the functions of the running agent: queue, latencies, SLO.")
final class StatusCommand implements Callable<Integer> {
    private static final int LEFT_COLUMNS = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AgentOptions agent = new AgentOptions();

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Option(names = "--peers", description = "Shows the clients of each function instead; see monitor.max-peers.")
    private boolean peers;

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode answer = agent.client().get(peers ? "/api/peers" : "/api/functions");
        spec.commandLine().getOut().print(json ? Json.of(answer) + "\n" : text(answer) + link());
        spec.commandLine().getOut().flush();
        return 0;
    }

    /** A line about the job on a cluster, if it is one that decides. */
    private String link() throws IOException, InterruptedException {
        return agent.client()
                .find("/api/link")
                .map(link -> link.path("text").asText() + "\n")
                .orElse("");
    }

    private String text(JsonNode answer) {
        return peers ? PeerTable.of(answer) : table(answer.path("functions"));
    }

    private static String table(JsonNode functions) {
        TextTable table = new TextTable(
                LEFT_COLUMNS,
                List.of(
                        "FUNCTION",
                        "QUEUE",
                        "SLO",
                        "WINDOW",
                        "RATE/s",
                        "P50 ms",
                        "P95 ms",
                        "P99 ms",
                        "QUEUE P95 ms",
                        "INSTANCES"));
        for (JsonNode function : functions) {
            if (function.path("windows").isEmpty()) {
                row(table, function, Json.mapper().createObjectNode());
            }
            function.path("windows").forEach(window -> row(table, function, window));
        }
        return functions.isEmpty() ? "no function has been seen yet\n" : table.render();
    }

    private static void row(TextTable table, JsonNode function, JsonNode window) {
        int queue = function.path("queue").asInt();
        table.add(List.of(
                function.path("name").asText(),
                queue == 0 ? "-" : "p" + queue,
                slo(function.path("slo")),
                window.path("name").asText("-"),
                number(window.path("ratePerSecond")),
                number(window.path("latencyMs").path("p50")),
                number(window.path("latencyMs").path("p95")),
                number(window.path("latencyMs").path("p99")),
                number(window.path("queueMs").path("p95")),
                Integer.toString(function.path("instances").size())));
    }

    private static String slo(JsonNode slo) {
        return slo.isObject()
                ? String.format(
                        Locale.ROOT,
                        "p%s ≤ %s ms",
                        plain(slo.path("percentile").asDouble()),
                        plain(slo.path("latencyMs").asDouble()))
                : "none";
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static String number(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.1f", value.asDouble()) : "-";
    }
}

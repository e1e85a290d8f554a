package io.emfs.tests.hostile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code emfs bench hostile} found, as text and for JSON. */
public record HostileReport(HostileOutcome outcome) {
    public String text() {
        StringBuilder text = new StringBuilder("attempts: ")
                .append(outcome.attempts().entrySet().stream()
                        .map(habit -> habit.getKey() + " " + habit.getValue())
                        .collect(Collectors.joining(", ")))
                .append(String.format(
                        "%nanswered: %d counted in the kernel = %d events + %d dropped; unanswered: %d; connections left: %d%n",
                        outcome.counted(),
                        outcome.events(),
                        outcome.dropped(),
                        outcome.unanswered(),
                        outcome.connectionsAfter()));
        text.append("all requests: ").append(outcome.totals()).append('\n');
        outcome.complaints()
                .forEach(complaint -> text.append("WRONG: ").append(complaint).append('\n'));
        return text.toString();
    }

    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("attempts", outcome.attempts());
        json.put("alive", outcome.alive());
        json.put("connections_before", outcome.connectionsBefore());
        json.put("connections_after", outcome.connectionsAfter());
        json.put("answered", outcome.counted());
        json.put("events", outcome.events());
        json.put("dropped", outcome.dropped());
        json.put("unanswered", outcome.unanswered());
        json.put("totals", outcome.totals());
        json.put("complaints", outcome.complaints());
        return json;
    }
}

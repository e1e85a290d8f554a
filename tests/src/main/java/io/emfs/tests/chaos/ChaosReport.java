package io.emfs.tests.chaos;

import io.emfs.jobs.cli.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code emfs bench chaos} found, as text and for JSON. */
public record ChaosReport(ChaosOutcome outcome) {
    public String text() {
        TextTable table = new TextTable(1, List.of("CHAOS", ""));
        add(table, "threads left changed", outcome.leftChanged().size());
        add(table, "wrong threads touched", outcome.wronglyTouched().size());
        add(table, "kernel settings left changed", outcome.settingsLeftChanged().size());
        add(table, "still changed 1 s after a kill", outcome.lateRestores().size());
        add(table, "agent killed", outcome.agentKills());
        add(table, "functions killed and restarted", outcome.mischief().restarts());
        add(table, "others with their process ids", outcome.reusedPids());
        add(table, "functions stopped and continued", outcome.mischief().stops());
        add(table, "moves between cgroups", outcome.mischief().moves());
        add(table, "moves that the kernel refused", outcome.mischief().refusedMoves());
        add(table, "threads that came and went", outcome.threadsChurned());
        add(table, "requests answered", outcome.requestsAnswered());
        add(table, "queue changes", outcome.queueChanges());
        add(table, "innocent threads", outcome.innocents());
        add(table, "looks at each of them", outcome.samples());
        StringBuilder text = new StringBuilder(table.render());
        text.append("managed before each kill: ").append(outcome.managed()).append('\n');
        outcome.complaints()
                .forEach(complaint -> text.append("WRONG: ").append(complaint).append('\n'));
        return text.toString();
    }

    private static void add(TextTable table, String what, long count) {
        table.add(List.of(what, Long.toString(count)));
    }

    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("threads_left_changed", outcome.leftChanged().size());
        json.put("wrong_threads_touched", outcome.wronglyTouched().size());
        json.put("sysctls_left_changed", outcome.settingsLeftChanged().size());
        json.put("late_restores", outcome.lateRestores().size());
        json.put("agent_kills", outcome.agentKills());
        json.put("functions_restarted", outcome.mischief().restarts());
        json.put("process_ids_reused", outcome.reusedPids());
        json.put("functions_stopped", outcome.mischief().stops());
        json.put("cgroup_moves", outcome.mischief().moves());
        json.put("cgroup_moves_refused", outcome.mischief().refusedMoves());
        json.put("threads_churned", outcome.threadsChurned());
        json.put("threads_managed", outcome.managed());
        json.put("requests_answered", outcome.requestsAnswered());
        json.put("queue_changes", outcome.queueChanges());
        json.put("innocents", outcome.innocents());
        json.put("innocent_samples", outcome.samples());
        json.put("complaints", outcome.complaints());
        return json;
    }
}

package io.emfs.tests.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What noise did to an agent and to the endpoint that it was linked to.
 *
 * @param connections noise → how many said it
 * @param silences what connections that said nothing came to, by whom they were made to
 * @param refused by the endpoint: reason → how often
 * @param agentAnswers whether the agent's HTTP still answers
 * @param stillLinked whether the agent was linked at the end, without having come back
 * @param letsIn whether a newcomer was let in at the end
 * @param indiscretions answers that tell of the program's inside
 * @param errors the agent's log has of them
 * @param heapMib of the endpoint's JVM behind a collection: before and at the end
 * @param rssMib of the agent: before and at the end
 */
record FuzzOutcome(
        Map<String, Long> connections,
        Map<String, Silence> silences,
        Map<String, Long> refused,
        boolean agentAnswers,
        boolean stillLinked,
        boolean letsIn,
        List<String> indiscretions,
        List<String> errors,
        List<Long> heapMib,
        List<Long> rssMib) {

    /** In words; empty if both came through. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        if (!agentAnswers) {
            complaints.add("the agent does not answer any more");
        }
        if (!stillLinked) {
            complaints.add("the agent lost its link meanwhile");
        }
        if (!letsIn) {
            complaints.add("the endpoint lets nobody in any more");
        }
        indiscretions.forEach(answer -> complaints.add("an answer that tells too much: " + answer));
        errors.forEach(line -> complaints.add("logged: " + line));
        silences.forEach((where, silence) -> complaints.addAll(silence.complaints(where)));
        connections.forEach((noise, count) -> {
            if (count == 0) {
                complaints.add(noise + " was never said");
            }
        });
        return complaints;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("connections", connections);
        json.put("silent", silences);
        json.put("refused", refused);
        json.put("agent_answers", agentAnswers);
        json.put("still_linked", stillLinked);
        json.put("lets_in", letsIn);
        json.put("endpoint_heap_mib", heapMib);
        json.put("agent_rss_mib", rssMib);
        json.put("complaints", complaints());
        return json;
    }

    String text() {
        long total = connections.values().stream().mapToLong(Long::longValue).sum();
        return String.format("%d connections: %s%n", total, list(connections))
                + silences.entrySet().stream()
                        .map(each -> String.format(
                                "%d at once said nothing to %s: it closed %d%n",
                                each.getValue().opened(),
                                each.getKey(),
                                each.getValue().endedByPeer()))
                        .collect(Collectors.joining())
                + String.format("refused by the job's endpoint: %s%n", list(refused))
                + String.format(
                        "heap of the endpoint's JVM %d → %d MiB, RSS of the agent %d → %d MiB%n",
                        heapMib.get(0), heapMib.get(1), rssMib.get(0), rssMib.get(1))
                + complaints().stream()
                        .map(complaint -> "WRONG: " + complaint + "\n")
                        .collect(Collectors.joining());
    }

    private static String list(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
    }
}

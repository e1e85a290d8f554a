package io.emfs.pipeline.link.agent;

import java.util.HashMap;
import java.util.Map;

/**
 * Which attempt of the job counts: of those that are linked, the one whose endpoint was opened last. A TaskManager that lost
 * its JobManager goes on for a while with a job that runs elsewhere by then; its commands must not. Not thread-safe.
 */
final class Attempts {
    private final Map<String, Long> openedMs = new HashMap<>();
    private final Map<String, Integer> linked = new HashMap<>();

    /** An endpoint let the agent in. False if its attempt is over. */
    boolean joined(String attempt, long endpointOpenedMs) {
        String current = current();
        if (!current.isEmpty() && !current.equals(attempt) && endpointOpenedMs < openedMs.getOrDefault(current, 0L)) {
            return false;
        }
        linked.merge(attempt, 1, Integer::sum);
        openedMs.merge(attempt, endpointOpenedMs, Math::max);
        return true;
    }

    void left(String attempt) {
        if (linked.merge(attempt, -1, Integer::sum) <= 0) {
            linked.remove(attempt);
            openedMs.remove(attempt);
        }
    }

    /** Empty if none is linked. */
    String current() {
        return openedMs.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
    }
}

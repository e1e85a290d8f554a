package io.emfs.jobs;

import io.emfs.config.ConfigChange;
import io.emfs.config.ConfigChange.Way;
import io.emfs.config.ConfigChanges;
import io.emfs.config.EmfsConfig;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an upgrade from one configuration to another changes, and what it cannot. On a cluster, what is told to agents alone
 * is their own affair, and no change of the job. Pure.
 *
 * @param made take effect with the next job
 * @param refused take a restart of the agent, or of all agents
 */
record UpgradeChanges(List<ConfigChange> made, List<ConfigChange> refused) {
    private static final String LINK = "agent.link";
    private static final List<String> SHARED = List.of("node", "queues");

    static UpgradeChanges between(EmfsConfig before, EmfsConfig after, JobPlace place) {
        List<ConfigChange> all = ConfigChanges.between(before, after);
        return new UpgradeChanges(
                all.stream().filter(change -> isMade(change, place)).toList(),
                all.stream().filter(change -> isRefused(change, place)).toList());
    }

    /** How the job listens for agents is the job's as well. */
    private static boolean isMade(ConfigChange change, JobPlace place) {
        return change.way() != Way.RESTART || (place == JobPlace.CLUSTER && isOf(LINK, change));
    }

    private static boolean isRefused(ConfigChange change, JobPlace place) {
        return change.way() == Way.RESTART
                && (place == JobPlace.AGENT || SHARED.stream().anyMatch(key -> isOf(key, change)));
    }

    private static boolean isOf(String key, ConfigChange change) {
        return change.key().equals(key)
                || change.key().startsWith(key + ".")
                || change.key().startsWith(key + "[");
    }

    /** Throws {@link IllegalStateException} with all that is refused. */
    void requirePossible() {
        if (!refused.isEmpty()) {
            throw new IllegalStateException("nothing was begun, since an upgrade of the job alone cannot change "
                    + refused.stream().map(ConfigChange::toString).collect(Collectors.joining("; "))
                    + ": restart the agent with it");
        }
    }
}

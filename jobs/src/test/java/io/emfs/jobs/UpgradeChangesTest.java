package io.emfs.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.config.ConfigChange;
import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpgradeChangesTest {
    private static final EmfsConfig BEFORE = config("");

    private static final EmfsConfig AFTER = config(
            "agent: {orphan-after: 7s, link: {ports: 9500-9509, insecure: true}}\nlearning: {exploration: 0.3}\n");

    private static EmfsConfig config(String yaml) {
        return ConfigLoader.parse("test", "node: here\n" + yaml, List.of()).config();
    }

    @Test
    void onAClusterIncludeHowTheJobListens() {
        UpgradeChanges changes = UpgradeChanges.between(BEFORE, AFTER, JobPlace.CLUSTER);
        assertThat(changes.made())
                .extracting(ConfigChange::key)
                .containsExactlyInAnyOrder("agent.link.ports", "agent.link.insecure", "learning.exploration");
        assertThat(changes.refused()).isEmpty();
        assertThatCode(changes::requirePossible).doesNotThrowAnyException();
    }

    @Test
    void besideAnAgentAreRefusedWhereTheAgentWouldHaveToRestart() {
        UpgradeChanges changes = UpgradeChanges.between(BEFORE, AFTER, JobPlace.AGENT);
        assertThat(changes.made()).extracting(ConfigChange::key).containsExactly("learning.exploration");
        assertThat(changes.refused())
                .extracting(ConfigChange::key)
                .containsExactlyInAnyOrder("agent.orphan-after", "agent.link.ports", "agent.link.insecure");
    }

    @Test
    void refuseOtherQueuesWhereverTheJobRuns() {
        EmfsConfig queues = config("queues: [{quantum: 20ms, policy: rr, priorities: 20}]\n");
        for (JobPlace place : JobPlace.values()) {
            UpgradeChanges changes = UpgradeChanges.between(BEFORE, queues, place);
            assertThatThrownBy(changes::requirePossible)
                    .hasMessageContaining("queues")
                    .hasMessageContaining("restart the agent");
        }
    }
}

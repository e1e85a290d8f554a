package io.emfs.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkedJobTest {
    @Test
    void saysWhatTheConfigurationLacks() {
        assertThatThrownBy(() -> new LinkedJob(config("agent.link={insecure: true}")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("agent.job is empty");
        assertThatThrownBy(() -> new LinkedJob(config("agent.job=[h:1]")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("agent.link.ca = none");
    }

    @Test
    void isNotHere() {
        assertThat(new LinkedJob(config("agent={job: [h:1], link: {insecure: true}}")).isHere())
                .isFalse();
    }

    private static EmfsConfig config(String override) {
        return ConfigLoader.defaults(List.of(override)).config();
    }
}

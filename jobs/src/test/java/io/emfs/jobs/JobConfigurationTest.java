package io.emfs.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.ConfigLoader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobConfigurationTest {
    private final JobConfiguration onACluster =
            JobConfiguration.asOfNow(ConfigLoader.defaults(List.of("node=n1")), JobPlace.CLUSTER);

    @Test
    void comesBackFromTheParametersOfAJob() {
        JobConfiguration back =
                JobConfiguration.of(onACluster.toParameters().toMap()).orElseThrow();
        assertThat(back.place()).isEqualTo(JobPlace.CLUSTER);
        assertThat(back.asOfNs()).isEqualTo(onACluster.asOfNs());
        assertThat(back.loaded().config()).isEqualTo(onACluster.loaded().config());
    }

    /** Earlier versions did not say where their jobs run: all ran beside an agent. */
    @Test
    void isBesideAnAgentIfNothingIsSaid() {
        Map<String, String> parameters = new HashMap<>(onACluster.toParameters().toMap());
        parameters.remove("emfs.place");
        assertThat(JobConfiguration.of(parameters).orElseThrow().place()).isEqualTo(JobPlace.AGENT);
        assertThat(JobConfiguration.of(Map.of())).isEmpty();
    }
}

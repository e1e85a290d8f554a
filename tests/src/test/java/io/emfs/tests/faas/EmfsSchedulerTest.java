package io.emfs.tests.faas;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import io.emfs.config.Slo;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmfsSchedulerTest {
    @Test
    void tellsTheAgentPortAndSlo() {
        String yaml =
                "functions:\n" + EmfsScheduler.entry(FaasFixtures.nominal().get(0), 7001);

        EmfsConfig config = ConfigLoader.parse("bench", yaml, List.of()).config();

        assertThat(config.functions()).hasSize(1);
        assertThat(config.functions().get(0).name()).isEqualTo("fib20");
        assertThat(config.functions().get(0).slo()).isEqualTo(new Slo(95, Duration.ofMillis(39)));
    }
}

package io.emfs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NotYetInEffectTest {
    @Test
    void listsWhatFileAndOverridesWrote() {
        LoadedConfig loaded = ConfigLoader.parse("emfs.yaml", """
                policy: {mode: fair, ranking: none, late: keep, starvation-limit: 1s}
                monitor: {mode: digests, flush: 1s}
                learning: {enabled: false, exploration: 0}
                """, List.of("learning.retrain-every=1m"));
        assertThat(NotYetInEffect.among(loaded)).containsExactly("learning.retrain-every = 1m");
    }

    @Test
    void passesOverValuesThatHaveAnEffect() {
        assertThat(NotYetInEffect.among(ConfigLoader.defaults(
                        List.of("policy.mode=rt", "monitor.mode=requests", "policy.cool-down=1s"))))
                .isEmpty();
    }
}

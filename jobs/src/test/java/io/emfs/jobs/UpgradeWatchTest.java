package io.emfs.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.ConfigLoader;
import io.emfs.config.LoadedConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpgradeWatchTest {
    private final JobConfiguration upgraded = JobConfiguration.asOfNow(defaults());
    private final List<JobConfiguration> followed = new ArrayList<>();
    private int joined = 1;
    private int asked;
    private Optional<JobConfiguration> successor = Optional.empty();
    private final UpgradeWatch watch = new UpgradeWatch(() -> joined, this::ask, followed::add);

    @Test
    void asksNobodyWhileNoJobStarts() {
        watch.run();
        watch.run();
        assertThat(asked).isZero();
    }

    @Test
    void asksUntilTheSuccessorRunsAndFollowsItOnce() {
        joined = 2;
        watch.run();
        assertThat(followed).isEmpty();

        successor = Optional.of(upgraded);
        watch.run();
        watch.run();
        assertThat(followed).containsExactly(upgraded);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void asksAgainAfterTheClusterDidNotAnswer() {
        joined = 2;
        UpgradeWatch refused = new UpgradeWatch(
                () -> joined,
                () -> {
                    asked++;
                    throw new IllegalStateException("no answer");
                },
                followed::add);
        joined = 3;
        refused.run();
        refused.run();
        assertThat(asked).isEqualTo(2);
    }

    private Optional<JobConfiguration> ask() {
        asked++;
        return successor;
    }

    private static LoadedConfig defaults() {
        return ConfigLoader.defaults(List.of());
    }
}

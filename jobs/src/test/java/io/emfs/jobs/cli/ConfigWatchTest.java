package io.emfs.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.LoadedConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ConfigWatchTest {
    private final List<LoadedConfig> followed = new ArrayList<>();

    @TempDir
    private Path directory;

    private Path file;
    private ConfigWatch watch;

    @Command
    private static final class Any {
        @Mixin
        private ConfigOptions options = new ConfigOptions();
    }

    @BeforeEach
    void watchAFile() throws IOException {
        file = Files.writeString(directory.resolve("emfs.yaml"), "node: n1\n");
        Any any = new Any();
        new CommandLine(any).parseArgs("--config", file.toString(), "--set", "policy.promote-after=4");
        watch = new ConfigWatch(any.options, followed::add);
    }

    @Test
    void readsTheFileAgainWhenItSaysSomethingElseWithTheOverridesOfTheCommandLine() throws IOException {
        watch.look(false);
        assertThat(followed).isEmpty();

        Files.writeString(file, "node: n1\nlearning: {enabled: false}\n");
        watch.look(false);
        watch.look(false);

        assertThat(followed).singleElement().satisfies(loaded -> {
            assertThat(loaded.config().learning().enabled()).isFalse();
            assertThat(loaded.config().policy().promoteAfter()).isEqualTo(4);
        });
    }

    @Test
    void readsItWhenToldThoughNothingHasChanged() {
        watch.look(true);

        assertThat(followed).hasSize(1);
    }

    @Test
    void goesOnAfterAFileThatIsNotValidOrGone() throws IOException {
        Files.writeString(file, "windows: 7\n");
        watch.look(false);
        Files.delete(file);
        watch.look(false);
        assertThat(followed).isEmpty();

        Files.writeString(file, "node: n1\n");
        watch.look(false);
        assertThat(followed).hasSize(1);
    }
}

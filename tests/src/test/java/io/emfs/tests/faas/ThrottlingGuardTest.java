package io.emfs.tests.faas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThrottlingGuardTest {
    @TempDir
    private Path directory;

    private Path setting;

    @BeforeEach
    void setOriginal() throws IOException {
        setting = Files.writeString(directory.resolve("sched_rt_runtime_us"), "950000\n");
    }

    @Test
    void putsBackWhatAKilledSchedulerLeft() throws IOException {
        try (ThrottlingGuard guard = new ThrottlingGuard(setting)) {
            Files.writeString(setting, "-1\n");
        }

        assertThat(setting).hasContent("950000");
    }

    @Test
    void leavesAloneWhatItsOwnerHasSet() throws IOException {
        try (ThrottlingGuard guard = new ThrottlingGuard(setting)) {
            Files.writeString(setting, "900000\n");
        }

        assertThat(setting).hasContent("900000");
    }
}

package io.emfs.bpf.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelFileTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/proc/sys/kernel/sched_rr_timeslice_ms",
                "/proc/sys/kernel/sched_rt_runtime_us",
                "/proc/sys/kernel/random/boot_id",
                "/proc/sys/kernel/osrelease"
            })
    void readsWhatCatReads(String file) throws IOException {
        Process cat = new ProcessBuilder("cat", file).start();
        String expected = new String(cat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

        assertThat(KernelFile.read(Path.of(file))).isEqualTo(expected).hasSizeGreaterThan(1);
    }
}

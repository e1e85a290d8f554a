package io.emfs.bpf.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreemptionModelTest {
    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource({
        "#1 SMP PREEMPT_RT Debian 6.12.9-1, rt",
        "#1 SMP PREEMPT Fri Jan 1, full",
        "#1 SMP PREEMPT_LAZY Fri Jan 1, lazy",
        "#1 SMP Debian 5.10, none or voluntary"
    })
    void isWhatTheKernelWasBuiltWith(String version, String model) throws IOException {
        write("proc/sys/kernel/version", version);

        assertThat(PreemptionModel.under(root)).isEqualTo(model);
    }

    @Test
    void isTheOneInForceWhereItCanBeChosen() throws IOException {
        write("proc/sys/kernel/version", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.0");
        write("sys/kernel/debug/sched/preempt", "none (voluntary) full ");

        assertThat(PreemptionModel.under(root)).isEqualTo("voluntary");
    }

    @Test
    void isTheCommandLinesWithoutDebugfs() throws IOException {
        write("proc/sys/kernel/version", "#1 SMP PREEMPT_DYNAMIC @0");
        write("proc/cmdline", "ro nopreempt=x preempt=full quiet");

        assertThat(PreemptionModel.under(root)).isEqualTo("full, by the kernel's command line");
    }

    @ParameterizedTest
    @CsvSource({"CONFIG_PREEMPT_NONE=y, none", "CONFIG_PREEMPT=y, full", "CONFIG_PREEMPT_VOLUNTARY=y, voluntary"})
    void isElseTheDefaultThatTheKernelWasBuiltWith(String setting, String model) throws IOException {
        write("proc/sys/kernel/version", "#1 SMP PREEMPT_DYNAMIC @0");
        Path file = root.resolve("proc/config.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            String text = "CONFIG_PREEMPT_BUILD=y\n" + setting + "\n# CONFIG_PREEMPT_LAZY is not set\n";
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(PreemptionModel.under(root)).isEqualTo(model + ", the kernel's default");
    }

    @Test
    void saysWhatWouldTell() throws IOException {
        write("proc/sys/kernel/version", "#1 SMP PREEMPT_DYNAMIC @0");
        write("proc/cmdline", "ro quiet");

        assertThat(PreemptionModel.under(root))
                .isEqualTo("chosen at boot (PREEMPT_DYNAMIC); /sys/kernel/debug/sched/preempt would tell which,"
                        + " if debugfs were readable");
    }

    private void write(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content + "\n");
    }
}

package io.emfs.pipeline.executor;

import io.emfs.bpf.proc.KernelFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One file under {@code /proc/sys} (sysctl(8)). */
final class KernelSetting {
    private KernelSetting() {}

    static String read(Path path) throws IOException {
        return KernelFile.read(path);
    }

    /** Null if it was written, else what is wrong and what to do about it. */
    static @Nullable String write(Path path, String value) {
        try {
            Files.writeString(
                    path,
                    value + "\n",
                    StandardCharsets.US_ASCII,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
            return null;
        } catch (IOException e) {
            return problem(e);
        }
    }

    static String problem(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "this kernel has no such setting; nothing to do";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied: run the agent as root";
        }
        String reason = String.valueOf(e.getMessage());
        if (reason.contains("Read-only")) {
            return "/proc/sys is read-only here, as in an unprivileged container: set it on the host";
        }
        if (reason.contains("Invalid argument")) {
            return "the kernel rejects the value: a cgroup's cpu.rt_runtime_us may forbid it; set it by hand if needed";
        }
        return reason;
    }
}

package io.emfs.tests.faas;

import io.emfs.bpf.proc.KernelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Puts RT throttling back on {@link #close} if a scheduler that had suspended it was killed before it could do so.
 */
final class ThrottlingGuard implements AutoCloseable {
    private static final Path RT_RUNTIME = Path.of("/proc/sys/kernel/sched_rt_runtime_us");
    private static final String UNLIMITED = "-1";

    private final Path file;
    private final String original;

    ThrottlingGuard() throws IOException {
        this(RT_RUNTIME);
    }

    ThrottlingGuard(Path file) throws IOException {
        this.file = file;
        this.original = read();
    }

    @Override
    public void close() throws IOException {
        if (read().equals(UNLIMITED) && !original.equals(UNLIMITED)) {
            Files.writeString(file, original);
        }
    }

    private String read() throws IOException {
        return KernelFile.read(file).strip();
    }
}

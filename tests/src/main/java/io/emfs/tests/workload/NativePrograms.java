package io.emfs.tests.workload;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/**
 * The compiled workload programs, copied from the class path to a temporary directory on first use and deleted when
 * the JVM exits. Thread-safe. Throws {@link IOException} if a program was not built or cannot be written.
 */
public final class NativePrograms {
    private static final Map<String, Path> EXTRACTED = new HashMap<>();

    private NativePrograms() {}

    public static Path fibserver() throws IOException {
        return extracted("fibserver");
    }

    public static Path loadgen() throws IOException {
        return extracted("loadgen");
    }

    public static Path churn() throws IOException {
        return extracted("churn");
    }

    public static Path crowd() throws IOException {
        return extracted("crowd");
    }

    public static Path hostile() throws IOException {
        return extracted("hostile");
    }

    public static Path many() throws IOException {
        return extracted("many");
    }

    public static Path truth() throws IOException {
        return extracted("truth");
    }

    public static Path saturation() throws IOException {
        return extracted("saturation");
    }

    public static Path turns() throws IOException {
        return extracted("turns");
    }

    public static Path faasScheduler() throws IOException {
        return extracted("faas_scheduler");
    }

    public static Path accounting() throws IOException {
        return extracted("accounting");
    }

    /** What {@link #accounting} loads into the kernel. */
    public static Path accountingObject() throws IOException {
        return extracted("accounting.bpf.o");
    }

    public static Path rival() throws IOException {
        return extracted("rival");
    }

    /** What {@link #rival} loads into the kernel. */
    public static Path rivalObject() throws IOException {
        return extracted("rival.bpf.o");
    }

    /** A BPF program that does nothing. */
    public static Path emptyObject() throws IOException {
        return extracted("empty.bpf.o");
    }

    private static Path extracted(String name) throws IOException {
        synchronized (EXTRACTED) {
            Path known = EXTRACTED.get(name);
            if (known != null) {
                return known;
            }
            Path program = extract(name);
            EXTRACTED.put(name, program);
            return program;
        }
    }

    private static Path extract(String name) throws IOException {
        try (InputStream binary = NativePrograms.class.getResourceAsStream(name)) {
            if (binary == null) {
                throw new FileNotFoundException(
                        "class path resource io/emfs/tests/workload/" + name + " (make in tests/src/main/c builds it)");
            }
            Path directory = Files.createTempDirectory("emfs-workload-");
            Path program = directory.resolve(name);
            directory.toFile().deleteOnExit(); // deleted in reverse order: the file first
            program.toFile().deleteOnExit();
            Files.copy(binary, program);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
            return program;
        }
    }
}

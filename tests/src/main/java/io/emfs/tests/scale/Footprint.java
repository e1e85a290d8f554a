package io.emfs.tests.scale;

import io.emfs.bpf.proc.KernelFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Memory of a process, in bytes.
 *
 * @param resident of the process itself
 * @param bpfMaps that its BPF maps hold in the kernel, once each
 */
public record Footprint(long resident, long bpfMaps) {
    private static final int BYTES_PER_KB = 1024;

    public static Footprint of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        long residentKb = field(KernelFile.read(process.resolve("status")), "VmRSS:");
        long maps = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fdinfo"))) {
            for (Path descriptor : descriptors) {
                maps += mapBytes(descriptor);
            }
        }
        return new Footprint(residentKb * BYTES_PER_KB, maps);
    }

    private static long mapBytes(Path descriptor) throws IOException {
        try {
            String text = KernelFile.read(descriptor);
            return text.contains("map_type:") ? field(text, "memlock:") : 0;
        } catch (NoSuchFileException closedMeanwhile) {
            return 0;
        }
    }

    /** The number behind a name at the beginning of a line; 0 if the line is not there. */
    static long field(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split("\\s+")[0])
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }
}

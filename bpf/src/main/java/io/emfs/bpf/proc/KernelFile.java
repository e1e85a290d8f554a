package io.emfs.bpf.proc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that the kernel makes up when they are read. {@link java.nio.file.Files#readString} is of no use for them: they
 * claim to be empty, so it begins with a read of one byte, and a sysctl has nothing more to say after its first read.
 */
public final class KernelFile {
    private static final int READ_BYTES = 1 << 16;

    private KernelFile() {}

    /** The whole content, without white space around it. */
    public static String read(Path file) throws IOException {
        byte[] bytes = new byte[READ_BYTES];
        StringBuilder text = new StringBuilder();
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(bytes); length > 0; length = in.read(bytes)) {
                text.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString().strip();
    }
}

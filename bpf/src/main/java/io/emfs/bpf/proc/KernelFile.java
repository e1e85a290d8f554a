package io.emfs.bpf.proc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Files that the kernel makes up when they are read. {@link java.nio.file.Files#readString} is of no use for them: they
 * claim to be empty, so it begins with a read of one byte, and a sysctl has nothing more to say after its first read.
 */
public final class KernelFile {
    private static final int READ_BYTES = 4096;

    private KernelFile() {}

    /** The whole content, without white space around it. */
    public static String read(Path file) throws IOException {
        return readRaw(file, StandardCharsets.US_ASCII).strip();
    }

    /** The whole content. */
    static String readRaw(Path file, Charset charset) throws IOException {
        byte[] bytes = new byte[READ_BYTES];
        int length = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(bytes); read > 0; read = in.read(bytes, length, bytes.length - length)) {
                length += read;
                if (length == bytes.length) {
                    bytes = Arrays.copyOf(bytes, 2 * length);
                }
            }
        }
        return new String(bytes, 0, length, charset);
    }
}

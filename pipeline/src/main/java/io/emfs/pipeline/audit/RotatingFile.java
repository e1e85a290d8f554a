package io.emfs.pipeline.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Lines in a file of bounded size: before a line that does not fit, {@code NAME} becomes {@code NAME.1}, that {@code NAME.2}
 * and so on, and the oldest goes. Not thread-safe.
 */
final class RotatingFile implements AutoCloseable {
    private final Path path;
    private final long maxBytes;
    private final int files;
    private FileChannel channel;

    /**
     * Opens the file to append to it.
     *
     * @param files how many there are at most, the one that is written included
     */
    RotatingFile(Path path, long maxBytes, int files) throws IOException {
        this.path = path;
        this.maxBytes = maxBytes;
        this.files = files;
        this.channel = open();
    }

    void append(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        long size = channel.size();
        if (size > 0 && size + bytes.remaining() > maxBytes) {
            channel.close();
            rotate();
            channel = open();
        }
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void rotate() throws IOException {
        for (int age = files - 1; age >= 1; age--) {
            Path newer = aged(age - 1);
            if (Files.exists(newer)) {
                Files.move(newer, aged(age), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (files == 1) {
            Files.deleteIfExists(path);
        }
    }

    private Path aged(int age) {
        return age == 0 ? path : path.resolveSibling(path.getFileName() + "." + age);
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

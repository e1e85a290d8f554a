package io.emfs.pipeline.executor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * Lines in a file that others may read at any moment: one is only ever added whole, and all are replaced at once, by
 * rename(2). A last line without its end was torn by the death of its writer. Not thread-safe.
 *
 * <p>There is no fsync: the page cache outlives SIGKILL of the writer.
 */
final class JournalFile implements AutoCloseable {
    private final Path path;
    private FileChannel file;
    private int lines;

    /** Opens or creates it, and positions behind the last whole line. */
    JournalFile(Path path) throws IOException {
        this.path = path;
        this.file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** The whole lines; what is behind them is cut off. */
    List<String> load() throws IOException {
        String text = Files.readString(path, ISO_8859_1);
        int end = text.lastIndexOf('\n') + 1;
        file.truncate(end).position(end);
        List<String> whole =
                end == 0 ? List.of() : Arrays.asList(text.substring(0, end - 1).split("\n"));
        lines = whole.size();
        return whole;
    }

    int lines() {
        return lines;
    }

    void truncate() throws IOException {
        file.truncate(0);
        lines = 0;
    }

    /** Returns once the kernel has it; throws {@link UncheckedIOException} if it has not, with the file as it was. */
    void append(String line) {
        try {
            long start = file.position();
            try {
                write(file, line + "\n");
            } catch (IOException e) {
                file.truncate(start); // or the next line would continue this one
                throw e;
            }
            lines++;
        } catch (IOException e) {
            throw new UncheckedIOException("write(" + path + "): " + e, e);
        }
    }

    /** Puts these lines in the place of all; throws {@link UncheckedIOException}, with the file as it was. */
    void replace(List<String> content) {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try {
            FileChannel replacement = FileChannel.open(
                    fresh,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            try {
                write(replacement, String.join("\n", content) + "\n");
                Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                replacement.close();
                Files.deleteIfExists(fresh);
                throw e;
            }
            file.close();
            file = replacement;
            lines = content.size();
        } catch (IOException e) {
            throw new UncheckedIOException("write(" + fresh + "): " + e, e);
        }
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

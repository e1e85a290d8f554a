package io.emfs.tests.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The name of a file that is not there yet, in a directory of its own; both are gone after {@link #close}.
 *
 * @param path for somebody else to create
 */
record TemporaryFile(Path path) implements AutoCloseable {

    static TemporaryFile named(String prefix, String suffix) throws IOException {
        return new TemporaryFile(Files.createTempDirectory(prefix).resolve(prefix + suffix));
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
        Path directory = path.getParent();
        if (directory != null) {
            Files.deleteIfExists(directory);
        }
    }
}

package io.emfs.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory that goes with {@link #close}, or with the JVM if that is told to end before. */
final class TemporaryDirectory implements AutoCloseable {
    private final Path path;
    private final Thread hook = new Thread(this::purge, "emfs-temporary-directory");

    TemporaryDirectory(String prefix) throws IOException {
        path = Files.createTempDirectory(prefix);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        purge();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is going down already
        }
    }

    private void purge() {
        try (Stream<Path> files = Files.walk(path)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            System.err.println("emfs: " + path + " is left behind: " + e);
        }
    }
}

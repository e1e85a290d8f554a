package io.emfs.jobs.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** {@code state.dir/cluster}: what lies where in it. It is its user's alone, for Flink's settings hold a password. */
public record ClusterDirectory(Path root) {
    /** Throws {@link IllegalStateException} naming the key if that is not possible. */
    ClusterDirectory create() {
        try {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            for (Path directory : List.of(settings(), libraries(), logs(), temporary())) {
                Files.createDirectories(directory);
            }
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the cluster's directory " + root + " cannot be created (" + e
                            + "); choose another with --set state.dir=DIR",
                    e);
        }
    }

    /** What Flink calls its configuration directory. */
    Path settings() {
        return root.resolve("conf");
    }

    /** What is on its class path beside Flink. */
    Path libraries() {
        return root.resolve("lib");
    }

    Path logs() {
        return root.resolve("log");
    }

    /** Which processes there are. */
    Path processes() {
        return root.resolve("processes");
    }

    /** Held while somebody starts or stops it. */
    Path lock() {
        return root.resolve("lock");
    }

    /** The key, and what clients need. */
    public Path rest() {
        return root.resolve("rest");
    }

    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    Path savepoints() {
        return root.resolve("savepoints");
    }

    /** What a JobManager that starts again needs of its jobs; ZooKeeper says where in it. */
    Path highAvailability() {
        return root.resolve("ha");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    /** What killed processes leave behind. */
    void discardTemporary() {
        discard(temporary());
    }

    /** The next one starts with its own. */
    void discardLibraries() {
        discard(libraries());
    }

    /** No JobManager will know of the jobs that there were. */
    void discardHighAvailability() {
        discard(highAvailability());
    }

    private static void discard(Path directory) {
        try (Stream<Path> files = Files.exists(directory) ? Files.walk(directory) : Stream.empty()) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException("purging " + directory, e);
        }
    }
}

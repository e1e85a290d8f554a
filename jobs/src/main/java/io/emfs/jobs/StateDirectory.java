package io.emfs.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code state.dir}: what lies where in it. */
record StateDirectory(Path root) {
    private static final String CHECKPOINT_METADATA = "_metadata";

    /** Creates it; throws {@link IllegalStateException} naming the key if that is not possible. */
    StateDirectory create() {
        try {
            Files.createDirectories(root);
            if (!Files.isWritable(root)) {
                throw new IllegalStateException("state.dir = " + root + " is not writable");
            }
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "state.dir = " + root + " cannot be created (" + e
                            + "); run as root or choose another with --set state.dir=DIR",
                    e);
        }
    }

    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    /** Those of upgrades; what the users want, they put elsewhere. */
    Path savepoints() {
        return root.resolve("savepoints");
    }

    /** Who can read this can do to the embedded cluster what the agent can. */
    Path rest() {
        return root.resolve("rest");
    }

    /** Of {@code emfs cluster}: settings, logs, checkpoints of the jobs there; absolute, since other processes are told of it. */
    Path cluster() {
        return root.toAbsolutePath().resolve("cluster");
    }

    /** Flink's working files; a killed agent leaves 24 MB behind here each time. */
    Path temporary() {
        return root.resolve("tmp");
    }

    /** Nothing of a finished run is left behind but its checkpoints; a journal that is still needed stays. */
    void discardWorking() {
        purge(working());
        purge(temporary());
        Path directory = journal();
        if (!directory.equals(root)) {
            directory.toFile().delete(); // only if there is nothing in it any more
        }
    }

    void purgeTemporary() {
        purge(temporary());
        create(temporary());
        purge(working());
        create(working());
    }

    /** Holds the journal of what was changed: it outlives the agent, and tells nothing about another boot. */
    Path journal() {
        return VolatileDirectory.of(root);
    }

    /** Where RocksDB works; what it holds is rebuilt from a checkpoint. */
    Path working() {
        return VolatileDirectory.of(root).resolve("rocksdb");
    }

    /** Each run of the agent is a Flink job with checkpoints of its own; those of all but the last run are of no use. */
    void purgeCheckpointsBut(Optional<Path> newest) {
        for (Path parent : List.of(checkpoints(), savepoints())) {
            for (Path job : list(parent)) {
                if (newest.isEmpty() || !newest.get().startsWith(job)) {
                    purge(job);
                }
            }
        }
    }

    /** The newest complete checkpoint of any earlier run, or savepoint of an upgrade that no checkpoint followed. */
    Optional<Path> newestCheckpoint() {
        return Stream.of(checkpoints(), savepoints())
                .flatMap(StateDirectory::snapshotsBelow)
                .max(Comparator.comparing(StateDirectory::modified))
                .map(Path::getParent);
    }

    private static Stream<Path> snapshotsBelow(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(directory, 3)) {
            return files.filter(file -> file.endsWith(CHECKPOINT_METADATA)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("looking for checkpoints in " + directory, e);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private static void create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("creating " + directory, e);
        }
    }

    private static void purge(Path directory) {
        try (Stream<Path> files = Files.exists(directory) ? Files.walk(directory) : Stream.empty()) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException("purging " + directory, e);
        }
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> files = Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException("listing " + directory, e);
        }
    }
}

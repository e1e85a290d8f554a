package io.emfs.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
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

    /** Flink's working files; a killed agent leaves 24 MB behind here each time. */
    Path temporary() {
        return root.resolve("tmp");
    }

    void purgeTemporary() {
        try (Stream<Path> files = Files.exists(temporary()) ? Files.walk(temporary()) : Stream.empty()) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
            Files.createDirectories(temporary());
        } catch (IOException e) {
            throw new UncheckedIOException("purging " + temporary(), e);
        }
    }

    /** The newest complete checkpoint of any earlier run. */
    Optional<Path> newestCheckpoint() {
        if (!Files.isDirectory(checkpoints())) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(checkpoints(), 3)) {
            return files.filter(file -> file.endsWith(CHECKPOINT_METADATA))
                    .max(Comparator.comparing(StateDirectory::modified))
                    .map(Path::getParent);
        } catch (IOException e) {
            throw new UncheckedIOException("looking for checkpoints in " + checkpoints(), e);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}

package io.emfs.pipeline.executor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One agent per state directory: a lock on {@code journal.lock} (fcntl(2)), which the kernel releases when its holder
 * dies, however it dies.
 */
final class JournalLock implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private JournalLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Takes the lock; throws {@link JournalHeldException} if a live process has it. */
    static JournalLock take(Path stateDir) throws IOException {
        Path path = stateDir.resolve("journal.lock");
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new JournalHeldException(path);
        }
        return new JournalLock(path, channel);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisJvm) {
            return null;
        }
    }

    /** Removes the file; the lock holds until {@link #close}. */
    void discard() throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package io.emfs.pipeline.executor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One agent per state directory: a lock on {@code journal.lock} (fcntl(2)), which the kernel releases when its holder
 * dies, however it dies. The dead agent's guard holds {@code guard.lock} until it has put everything back.
 */
final class JournalLock implements AutoCloseable {
    private static final long GUARD_LIMIT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Path path;
    private final FileChannel channel;

    private JournalLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Takes the lock, and waits for the guard of an agent that held it before; throws {@link JournalHeldException} if a
     * live process has it.
     */
    static JournalLock take(Path stateDir) throws IOException {
        Path path = stateDir.resolve("journal.lock");
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (tryLock(channel) == null) {
                throw new JournalHeldException(path);
            }
            Path guardLock = stateDir.resolve("guard.lock");
            awaitGuard(guardLock);
            Files.deleteIfExists(guardLock); // of a guard that was killed too
            Files.deleteIfExists(stateDir.resolve("lease"));
            return new JournalLock(path, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void awaitGuard(Path guardLock) throws IOException {
        long deadlineNs = System.nanoTime() + GUARD_LIMIT_NS;
        while (isHeld(guardLock)) {
            if (System.nanoTime() > deadlineNs) {
                throw new IOException("the guard of an agent that ended still holds " + guardLock + " after "
                        + TimeUnit.NANOSECONDS.toSeconds(GUARD_LIMIT_NS)
                        + " s; if emfs-guard hangs, end it with SIGKILL");
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private static boolean isHeld(Path guardLock) throws IOException {
        // no CREATE: the guard removes it when it is done
        try (FileChannel guards = FileChannel.open(guardLock, StandardOpenOption.WRITE)) {
            return tryLock(guards) == null;
        } catch (NoSuchFileException done) {
            return false;
        }
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

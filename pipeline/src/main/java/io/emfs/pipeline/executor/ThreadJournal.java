package io.emfs.pipeline.executor;

import io.emfs.bpf.proc.KernelFile;
import io.emfs.bpf.sched.ThreadPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What eMFS changed on this node and how it was before: the file {@code journal} in the state directory, only appended
 * to, each line written before the change it tells of. Thread-safe.
 *
 * <p>There is no fsync: the page cache outlives SIGKILL of the agent, and what a crash of the kernel loses is a journal of
 * threads that are gone too. For the same reason the journal of another boot is discarded. A last line without its end
 * was torn by the death of the writer: its change never happened, so it is ignored.
 */
public final class ThreadJournal implements AutoCloseable {
    /** Where the kernel tells its boots apart (random(4)). */
    public static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private static final Logger LOG = LoggerFactory.getLogger(ThreadJournal.class);

    private final Path path;
    private final FileChannel file;
    private final @Nullable JournalLock lock;
    private final JournalIndex index = new JournalIndex();

    private ThreadJournal(Path path, String bootId, @Nullable JournalLock lock) throws IOException {
        this.path = path;
        this.lock = lock;
        this.file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            load(bootId);
        } catch (IllegalArgumentException e) {
            file.close();
            throw new IOException(path + ": " + e.getMessage(), e);
        }
    }

    /**
     * Opens the journal for a live agent, or for a restore that must not cross one; creates directory and file.
     *
     * @param bootIdFile {@link #BOOT_ID}, or another in tests
     * @throws JournalHeldException if a live process has it open
     */
    public static ThreadJournal open(Path stateDir, Path bootIdFile) throws IOException {
        Files.createDirectories(stateDir);
        JournalLock lock = JournalLock.take(stateDir);
        try {
            return new ThreadJournal(journalIn(stateDir), bootIdOf(bootIdFile), lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Opens the journal whoever holds it, for a watchdog that knows the agent to be dead, dying or stuck. */
    public static ThreadJournal openOfDeadAgent(Path stateDir, Path bootIdFile) throws IOException {
        Files.createDirectories(stateDir);
        return new ThreadJournal(journalIn(stateDir), bootIdOf(bootIdFile), null);
    }

    private static Path journalIn(Path stateDir) {
        return stateDir.resolve("journal");
    }

    private static String bootIdOf(Path bootIdFile) throws IOException {
        return KernelFile.read(bootIdFile);
    }

    private void load(String bootId) throws IOException {
        String text = Files.readString(path, StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf('\n') + 1;
        List<String> lines =
                end == 0 ? List.of() : Arrays.asList(text.substring(0, end - 1).split("\n"));
        if (lines.isEmpty() || !JournalFormat.bootIdOf(lines.get(0)).equals(bootId)) {
            file.truncate(0);
            append(JournalFormat.header(bootId));
            return;
        }
        file.truncate(end).position(end);
        for (String line : lines.subList(1, lines.size())) {
            try {
                JournalFormat.read(line, index);
            } catch (IllegalArgumentException e) {
                LOG.warn("{}: {}; the rest of it is used", path, e.getMessage());
            }
        }
    }

    /** Writes down which policies eMFS gives out, so that a restore needs no configuration. */
    synchronized void recordLevels(Levels levels) {
        for (Level level : levels.levels()) {
            if (!index.levels().levels().contains(level)) {
                append(JournalFormat.line(level));
                index.add(level);
            }
        }
    }

    /** Returns once the kernel has it; throws {@link UncheckedIOException} if it has not: then change nothing. */
    synchronized void record(ThreadRecord thread) {
        append(JournalFormat.line(thread));
        index.add(thread);
    }

    synchronized void record(SettingRecord setting) {
        append(JournalFormat.line(setting));
        index.add(setting);
    }

    synchronized boolean contains(int pid, long processStartTicks, int tid) {
        return index.contains(pid, processStartTicks, tid);
    }

    /** How the process's first journalled thread was; null if none of its threads is journalled. */
    synchronized @Nullable ThreadPolicy originalOf(int pid, long processStartTicks) {
        return index.originalOf(pid, processStartTicks);
    }

    /** The content, for readers that run while nobody writes. */
    JournalIndex index() {
        return index;
    }

    private void append(String line) {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
        try {
            long start = file.position();
            try {
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            } catch (IOException e) {
                file.truncate(start); // or the next line would continue this one
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("write(" + path + "): " + e, e);
        }
    }

    /** Nothing is left to put back. */
    synchronized void delete() throws IOException {
        Files.deleteIfExists(path);
        if (lock != null) {
            lock.discard();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
        if (lock != null) {
            lock.close();
        }
    }
}

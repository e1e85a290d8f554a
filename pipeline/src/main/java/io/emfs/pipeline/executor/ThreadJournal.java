package io.emfs.pipeline.executor;

import io.emfs.bpf.proc.KernelFile;
import io.emfs.bpf.sched.ThreadPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What eMFS changed on this node and how it was before: the file {@code journal} in the state directory, each line written
 * before the change it tells of. Thread-safe. The guard reads the file too, whenever it must put everything back.
 *
 * <p>What a crash of the kernel loses is a journal of threads that are gone too; for the same reason the journal of
 * another boot is discarded. A last line without its end tells of a change that never happened.
 */
public final class ThreadJournal implements AutoCloseable {
    /** Where the kernel tells its boots apart (random(4)). */
    public static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private static final Logger LOG = LoggerFactory.getLogger(ThreadJournal.class);

    /** A journal is not compacted before it has so many lines. */
    private static final int LINES_MIN = 4096;

    private final JournalFile file;
    private final JournalLock lock;
    private final String bootId;
    private JournalIndex index = new JournalIndex();
    private int linesAllowed = LINES_MIN;
    private boolean over;

    private ThreadJournal(JournalFile file, String bootId, JournalLock lock) throws IOException {
        this.file = file;
        this.bootId = bootId;
        this.lock = lock;
        load(file.load());
    }

    /**
     * Opens the journal for a live agent, or for a restore that must not cross one; creates directory and file. If the
     * guard of a dead agent is at work, it waits until that is done.
     *
     * @param bootIdFile {@link #BOOT_ID}, or another in tests
     * @throws JournalHeldException if a live process has it open
     */
    public static ThreadJournal open(Path stateDir, Path bootIdFile) throws IOException {
        Files.createDirectories(stateDir);
        JournalLock lock = JournalLock.take(stateDir);
        Path path = stateDir.resolve("journal");
        try {
            JournalFile file = new JournalFile(path);
            try {
                return new ThreadJournal(file, KernelFile.read(bootIdFile), lock);
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IllegalArgumentException e) {
            lock.close();
            throw new IOException(path + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void load(List<String> lines) throws IOException {
        if (lines.isEmpty() || !JournalFormat.bootIdOf(lines.get(0)).equals(bootId)) {
            file.truncate();
            file.append(JournalFormat.header(bootId));
            return;
        }
        for (String line : lines.subList(1, lines.size())) {
            try {
                JournalFormat.read(line, index);
            } catch (IllegalArgumentException e) {
                LOG.warn("journal: {}; the rest of it is used", e.getMessage());
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

    /**
     * Records a process that inherited its policies: it is as its parent was, or else as another ancestor. False if
     * neither is journalled.
     */
    synchronized boolean recordHeir(int pid, long startTicks, int parent, int ancestor) {
        if (over || index.originalOf(pid, startTicks) != null) {
            return true;
        }
        ThreadPolicy original = index.originalOfForebear(parent, startTicks);
        if (original == null) {
            original = index.originalOfForebear(ancestor, startTicks);
        }
        if (original == null) {
            return false;
        }
        record(new ThreadRecord(pid, startTicks, pid, startTicks, original));
        return true;
    }

    synchronized boolean contains(int pid, long processStartTicks, int tid) {
        return index.contains(pid, processStartTicks, tid);
    }

    /** Whether a thread that somebody else had made real-time is journalled, so that nobody takes it for an heir. */
    synchronized boolean hasStrangers() {
        return index.hasStrangers();
    }

    synchronized boolean isStranger(int pid, int tid, long startTicks) {
        return index.isStranger(pid, tid, startTicks);
    }

    /** How the process's first journalled thread was; null if none of its threads is journalled. */
    synchronized @Nullable ThreadPolicy originalOf(int pid, long processStartTicks) {
        return index.originalOf(pid, processStartTicks);
    }

    /**
     * Forgets what has ended, if the journal has more than 4096 lines and most of them may tell of that: functions with a
     * process per request would fill the memory. For any thread but the executor's, since it looks thousands of threads
     * up; meanwhile nobody waits.
     */
    public void compact(ThreadLister lister) {
        JournalIndex before;
        synchronized (this) {
            if (over || file.lines() <= linesAllowed) {
                return;
            }
            before = index.copy();
        }
        Set<ThreadRecord> ended = before.endedOf(lister);
        synchronized (this) {
            if (over) {
                return;
            }
            index = index.without(ended);
            List<String> living = lines();
            if (file.lines() > 2 * living.size()) {
                file.replace(living);
            }
            linesAllowed = Math.max(LINES_MIN, 2 * living.size());
        }
    }

    private void append(String line) {
        if (over) {
            throw new UncheckedIOException(new ClosedChannelException());
        }
        file.append(line);
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(JournalFormat.header(bootId));
        index.levels().levels().forEach(level -> lines.add(JournalFormat.line(level)));
        index.settings().forEach(setting -> lines.add(JournalFormat.line(setting)));
        index.threads().forEach(thread -> lines.add(JournalFormat.line(thread)));
        return lines;
    }

    /** The content, for readers that run while nobody writes. */
    JournalIndex index() {
        return index;
    }

    /** Nothing is left to put back. */
    synchronized void delete() throws IOException {
        over = true;
        file.delete();
        lock.discard();
    }

    @Override
    public synchronized void close() throws IOException {
        over = true;
        file.close();
        lock.close();
    }
}

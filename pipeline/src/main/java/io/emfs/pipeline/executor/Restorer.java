package io.emfs.pipeline.executor;

import io.emfs.bpf.sched.ThreadPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts everything back that the journal tells of: at SIGTERM, by {@code emfs restore}, and before an agent starts. Needs
 * no configuration: the journal says which policies are eMFS's. The executor must not run meanwhile. The guard does the
 * same for an agent that cannot (bpf/src/main/c/guard/restore.c): who changes one changes both.
 *
 * <p>Order: the journalled threads; then the threads their processes started since; then the processes below these; the
 * kernel's settings last. The journal is deleted unless something failed, so that the next restore can try again.
 */
public final class Restorer {
    private static final Logger LOG = LoggerFactory.getLogger(Restorer.class);

    private static final int MAX_PASSES = 16;

    private final ThreadPorts ports;

    public Restorer(ThreadPorts ports) {
        this.ports = ports;
    }

    /** Restores and, if nothing failed, deletes the journal's file; the caller closes the journal. */
    public RestoreReport restore(ThreadJournal journal) throws IOException {
        JournalIndex index = journal.index();
        ThreadRestorer threads = new ThreadRestorer(ports, index.levels());
        Set<Integer> seen = new HashSet<>();
        for (ThreadRecord thread : index.threads()) {
            if (threads.restore(thread)) {
                seen.add(thread.tid());
            }
        }
        boolean met = true;
        for (int pass = 0; met && pass < MAX_PASSES; pass++) {
            met = restoreHeirs(index, threads, seen);
        }
        int sysctls = 0;
        int failedSysctls = 0;
        for (SettingRecord setting : index.settings()) {
            if (restore(setting)) {
                sysctls++;
            } else {
                failedSysctls++;
            }
        }
        RestoreReport report = threads.report(sysctls, failedSysctls);
        if (report.complete()) {
            journal.delete();
        }
        return report;
    }

    /**
     * Puts one living process back, whose function is no more; the journal stays. To be called while the executor does
     * nothing ({@link Executor#alone}), so that no command for the process is carried out meanwhile.
     */
    public RestoreReport release(ThreadJournal journal, int pid) {
        List<ThreadRecord> records;
        Levels levels;
        @Nullable ThreadPolicy original;
        synchronized (journal) { // its index is written by others, too
            JournalIndex index = journal.index();
            records = index.threads().stream()
                    .filter(thread -> thread.pid() == pid)
                    .toList();
            levels = index.levels();
            original = index.originalOf(pid, ports.threads().startTimeTicks(pid, pid));
        }
        ThreadRestorer threads = new ThreadRestorer(ports, levels);
        Set<Integer> seen = new HashSet<>();
        for (ThreadRecord record : records) {
            if (threads.restore(record)) {
                seen.add(record.tid());
            }
        }
        for (int pass = 0; original != null && pass < MAX_PASSES; pass++) {
            if (!restoreThreads(pid, original, false, threads, seen)) {
                break;
            }
        }
        return threads.report(0, 0);
    }

    /** Whether any thread was met that was not seen before. */
    private boolean restoreHeirs(JournalIndex index, ThreadRestorer threads, Set<Integer> seen) {
        boolean met = false;
        Map<Integer, ThreadPolicy> processes = new LinkedHashMap<>();
        for (int pid : index.pids()) { // a number may be another process's by now, somebody's child perhaps
            ThreadPolicy original = index.originalOf(pid, ports.threads().startTimeTicks(pid, pid));
            if (original != null) {
                processes.put(pid, original);
            }
        }
        Set<Integer> visited = new HashSet<>(processes.keySet());
        for (Map.Entry<Integer, ThreadPolicy> process : processes.entrySet()) {
            met |= restoreThreads(process.getKey(), process.getValue(), false, threads, seen);
            met |= restoreChildren(process.getKey(), process.getValue(), threads, seen, visited);
        }
        return met;
    }

    private boolean restoreChildren(
            int pid, ThreadPolicy original, ThreadRestorer threads, Set<Integer> seen, Set<Integer> visited) {
        boolean met = false;
        for (int child : ports.processes().childrenOf(pid)) {
            if (visited.add(child)) {
                met |= restoreThreads(child, original, true, threads, seen);
                met |= restoreChildren(child, original, threads, seen, visited);
            }
        }
        return met;
    }

    private boolean restoreThreads(
            int pid, ThreadPolicy original, boolean realTimeOnly, ThreadRestorer threads, Set<Integer> seen) {
        boolean met = false;
        for (int tid : ports.threads().threadsOf(pid)) {
            if (seen.add(tid)) {
                threads.restoreHeir(tid, original, realTimeOnly);
                met = true;
            }
        }
        return met;
    }

    private static boolean restore(SettingRecord setting) {
        @Nullable String problem = KernelSetting.write(Path.of(setting.path()), setting.original());
        if (problem != null) {
            LOG.warn("{} was not set back to {}: {}", setting.path(), setting.original(), problem);
        }
        return problem == null;
    }
}

package io.emfs.pipeline.executor;

import io.emfs.bpf.NativeException;
import io.emfs.bpf.sched.ThreadPolicy;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sets one thread after another, each journalled before its first change. One caller at a time: within the executor's turn.
 *
 * <p>A real-time thread that is not in the journal is ours only if it inherited the policy (clone(2)): it stands at a
 * place that eMFS gave to the function, in a journalled process or below one. Every other one is somebody else's; if it stands where eMFS might have put it, it is
 * journalled as it is, or else a restore would take it for an heir. An heir in
 * a journalled process is not journalled itself, since the process's original is its own: functions with a thread per
 * request would fill the journal.
 */
final class ThreadMover {
    enum Outcome {
        MOVED,
        UNCHANGED,
        GONE,
        FOREIGN
    }

    private static final int MAX_GENERATIONS = 64;

    private final ThreadPorts ports;
    private final ThreadJournal journal;
    private final Levels levels;

    ThreadMover(ThreadPorts ports, ThreadJournal journal, Levels levels) {
        this.ports = ports;
        this.journal = journal;
        this.levels = levels;
    }

    /**
     * Brings the thread to {@code target}; throws {@link NativeException} if the kernel refuses.
     *
     * @param given the places that eMFS gave to threads of the function, which new ones inherit
     */
    Outcome move(int pid, long processStartTicks, int tid, ThreadPolicy target, Given given) {
        return move(pid, processStartTicks, tid, () -> ports.threads().startTimeTicks(pid, tid), target, given);
    }

    /** The same for one that has just been looked at. */
    Outcome move(ThreadId thread, ThreadStart start, ThreadPolicy target, Given given) {
        return move(thread.pid(), start.processTicks(), thread.tid(), start::ticks, target, given);
    }

    private Outcome move(
            int pid, long processStartTicks, int tid, LongSupplier start, ThreadPolicy target, Given given) {
        ThreadPolicy current = ports.scheduler().policyOf(tid);
        boolean same = Levels.same(current, target);
        if (journal.contains(pid, processStartTicks, tid)) {
            if (levels.foreign(current) || isStranger(pid, tid, start)) {
                return Outcome.FOREIGN;
            }
        } else {
            ThreadPolicy inherited = given.contains(current) ? originalOfLineage(pid, processStartTicks) : null;
            if (inherited == null && Levels.privileged(current)) {
                recordStranger(pid, processStartTicks, tid, start, current);
                return Outcome.FOREIGN;
            }
            if (inherited == null && same) {
                return Outcome.UNCHANGED; // by its own choice: there will be nothing to put back
            }
            if (inherited == null || journal.originalOf(pid, processStartTicks) == null) {
                long startTicks = tid == pid ? processStartTicks : start.getAsLong();
                if (startTicks == ThreadLister.GONE) {
                    return Outcome.GONE;
                }
                ThreadPolicy original = inherited == null ? current : inherited;
                journal.record(new ThreadRecord(pid, processStartTicks, tid, startTicks, original));
            }
        }
        if (same) {
            return Outcome.UNCHANGED;
        }
        ports.scheduler().apply(tid, target);
        return Outcome.MOVED;
    }

    /** Whether the process has threads in the journal. */
    boolean knows(int pid, long processStartTicks) {
        return journal.originalOf(pid, processStartTicks) != null;
    }

    private boolean isStranger(int pid, int tid, LongSupplier start) {
        return journal.hasStrangers() && journal.isStranger(pid, tid, start.getAsLong());
    }

    private void recordStranger(int pid, long processStartTicks, int tid, LongSupplier start, ThreadPolicy current) {
        long startTicks = start.getAsLong();
        if (startTicks != ThreadLister.GONE
                && levels.cover(current)
                && journal.originalOf(pid, processStartTicks) != null) {
            journal.record(new ThreadRecord(pid, processStartTicks, tid, startTicks, current));
        }
    }

    /** How the process, or else its nearest journalled ancestor, was before eMFS; null if none is journalled. */
    private @Nullable ThreadPolicy originalOfLineage(int pid, long processStartTicks) {
        int ancestor = pid;
        long startTicks = processStartTicks;
        for (int i = 0; i < MAX_GENERATIONS && ancestor > 0; i++) {
            ThreadPolicy original = journal.originalOf(ancestor, startTicks);
            if (original != null) {
                return original;
            }
            ancestor = ports.processes().parentOf(ancestor);
            startTicks = ancestor > 0 ? ports.threads().startTimeTicks(ancestor, ancestor) : ThreadLister.GONE;
        }
        return null;
    }
}

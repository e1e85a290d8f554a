package io.emfs.pipeline.executor;

import io.emfs.bpf.monitor.ProcessTable.Fork;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Journals the processes that functions fork. They inherit what eMFS gave their parents, and when these end before them
 * nothing tells any more where they come from. One thread at a time.
 *
 * <p>To be called now and then: most processes of a function with one per request end before, and cost nothing.
 */
public final class Heirs {
    private final ThreadJournal journal;
    private final ThreadLister lister;
    private final Supplier<Set<Fork>> forks;
    private final Set<Fork> known = new HashSet<>();

    /** With the living processes that others forked. */
    public Heirs(ThreadJournal journal, ThreadLister lister, Supplier<Set<Fork>> forks) {
        this.journal = journal;
        this.lister = lister;
        this.forks = forks;
    }

    /** Throws {@link java.io.UncheckedIOException} if the journal cannot be written. */
    public void record() {
        Set<Fork> living = forks.get();
        known.retainAll(living);
        for (Fork fork : living) {
            if (!known.contains(fork) && record(fork)) {
                known.add(fork);
            }
        }
    }

    /** False if its parent is not eMFS's yet. */
    private boolean record(Fork fork) {
        long startTicks = lister.startTimeTicks(fork.pid(), fork.pid());
        return startTicks == ThreadLister.GONE
                || journal.recordHeir(fork.pid(), startTicks, fork.parent(), fork.root());
    }
}

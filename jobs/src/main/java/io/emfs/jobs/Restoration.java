package io.emfs.jobs;

import io.emfs.bpf.sched.LinuxThreadScheduler;
import io.emfs.config.EmfsConfig;
import io.emfs.pipeline.executor.RestoreReport;
import io.emfs.pipeline.executor.Restorer;
import io.emfs.pipeline.executor.ThreadJournal;
import java.io.IOException;
import java.nio.file.Path;

/** Puts back what a dead agent left changed; refuses while one lives. */
public final class Restoration {
    private Restoration() {}

    /** Throws {@link IOException} naming the lock if a live agent holds the journal. */
    public static RestoreReport of(EmfsConfig config) throws IOException {
        StateDirectory directory = new StateDirectory(Path.of(config.state().dir())).create();
        try (ThreadJournal journal = ThreadJournal.open(directory.journal(), ThreadJournal.BOOT_ID)) {
            RestoreReport report = new Restorer(ProcPorts.with(new LinuxThreadScheduler())).restore(journal);
            directory.discardWorking(); // the lock says that no agent works there
            return report;
        }
    }
}

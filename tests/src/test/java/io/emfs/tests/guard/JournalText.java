package io.emfs.tests.guard;

import io.emfs.bpf.proc.KernelFile;
import io.emfs.bpf.proc.ProcFs;
import io.emfs.bpf.sched.ThreadPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A journal as an agent writes it, line by line: eMFS gave SCHED_RR 72 to 81 and nice 5. */
final class JournalText {
    private final ProcFs proc = new ProcFs();
    private final StringBuilder lines = new StringBuilder();

    JournalText() throws IOException {
        this(1, KernelFile.read(Path.of("/proc/sys/kernel/random/boot_id")));
    }

    JournalText(int version, String bootId) {
        line("emfs-journal " + version + " " + bootId);
        line("level 2 72 81 0");
        line("level 0 0 0 5");
    }

    /** The main thread of the process. */
    JournalText process(Sleeper process, ThreadPolicy original) {
        return thread(process, process.pid(), startTicks(process.pid()), original, "");
    }

    JournalText process(Sleeper process, ThreadPolicy original, long sliceNs) {
        return thread(process, process.pid(), startTicks(process.pid()), original, " " + sliceNs);
    }

    /** As of a process of the same number that ran before. */
    JournalText earlierProcess(Sleeper process, ThreadPolicy original) {
        return thread(process, process.pid(), startTicks(process.pid()) - 1, original, "");
    }

    JournalText line(String line) {
        lines.append(line).append('\n');
        return this;
    }

    JournalText torn(String beginning) {
        lines.append(beginning);
        return this;
    }

    Path writeTo(Path directory) throws IOException {
        return Files.writeString(directory.resolve("journal"), lines);
    }

    private long startTicks(int pid) {
        return proc.startTimeTicks(pid, pid).orElseThrow();
    }

    private JournalText thread(Sleeper process, int tid, long startTicks, ThreadPolicy original, String slice) {
        return line("thread " + process.pid() + " " + startTicks + " " + tid + " " + startTicks + " "
                + original.policy() + " " + original.priority() + " " + original.nice() + " "
                + (original.resetOnFork() ? 1 : 0) + slice);
    }
}

package io.emfs.tests.guard;

import io.emfs.bpf.sched.LinuxThreadScheduler;
import io.emfs.bpf.sched.ThreadPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that does nothing but be scheduled in some way; ends when closed. */
final class Sleeper implements AutoCloseable {
    private final LinuxThreadScheduler scheduler = new LinuxThreadScheduler();
    private final Process process;

    private Sleeper(Process process) {
        this.process = process;
    }

    static Sleeper at(ThreadPolicy policy) throws IOException {
        Sleeper sleeper = new Sleeper(new ProcessBuilder("sleep", "60").start());
        sleeper.set(policy);
        return sleeper;
    }

    int pid() {
        return (int) process.pid();
    }

    void set(ThreadPolicy policy) {
        scheduler.apply(pid(), policy);
    }

    ThreadPolicy policy() {
        return scheduler.policyOf(pid());
    }

    /** The slice of EEVDF, 0 where the kernel does not tell. */
    long sliceNs() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid() + "/sched")).stream()
                .filter(line -> line.startsWith("se.slice"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

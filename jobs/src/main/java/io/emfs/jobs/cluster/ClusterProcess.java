package io.emfs.jobs.cluster;

import io.emfs.bpf.proc.KernelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process of the cluster, which may have ended, and whose number another process may have by now: its start tells them
 * apart (proc(5), {@code starttime}), and so does the boot.
 *
 * @param startTicks clock ticks after boot
 * @param boot the kernel's {@code boot_id}
 */
record ClusterProcess(String name, long pid, long startTicks, String boot) {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /** Of {@code /proc/PID/stat}'s fields behind the command name. */
    private static final int STATE = 0;

    private static final int START_TIME = 19;

    /** A child that was just started. */
    static ClusterProcess of(String name, Process child) {
        String[] stat = stat(child.pid())
                .orElseThrow(() -> new IllegalStateException(name + " ended at once, exit code " + exitCode(child)));
        return new ClusterProcess(name, child.pid(), Long.parseLong(stat[START_TIME]), bootId());
    }

    /** Whether it, and no other process of its number, still runs. */
    boolean alive() {
        return boot.equals(bootId())
                && stat(pid)
                        .filter(stat -> Long.parseLong(stat[START_TIME]) == startTicks)
                        .filter(stat -> !stat[STATE].equals("Z") && !stat[STATE].equals("X"))
                        .isPresent();
    }

    /** SIGTERM, or SIGKILL; nothing if it does not run any more. */
    void end(boolean forcibly) {
        // the handle notices by itself if the number is another process's from here on
        Optional<ProcessHandle> handle = ProcessHandle.of(pid);
        if (alive() && handle.isPresent()) {
            boolean sent =
                    forcibly ? handle.get().destroyForcibly() : handle.get().destroy();
            if (!sent && alive()) {
                throw new IllegalStateException("not permitted to end " + name + ", pid " + pid);
            }
        }
    }

    /** As {@link #parse} reads it. */
    String line() {
        return name + " " + pid + " " + startTicks + " " + boot;
    }

    static ClusterProcess parse(String line) {
        String[] words = line.split(" ");
        return new ClusterProcess(words[0], Long.parseLong(words[1]), Long.parseLong(words[2]), words[3]);
    }

    private static int exitCode(Process child) {
        return child.isAlive() ? 0 : child.exitValue();
    }

    private static Optional<String[]> stat(long pid) {
        try {
            String text = KernelFile.read(Path.of("/proc", Long.toString(pid), "stat"));
            return Optional.of(text.substring(text.lastIndexOf(')') + 2).split(" "));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    private static String bootId() {
        try {
            return KernelFile.read(BOOT_ID);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + BOOT_ID, e);
        }
    }
}

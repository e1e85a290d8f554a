package io.emfs.tests.workload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A child process on one core, under the normal policy unless a {@link Rank} says otherwise. Ends with {@link #close} or with the JVM; both end it by its
 * process id. Thread-safe.
 */
public final class PinnedProcess implements AutoCloseable {
    private static final long TERM_TIMEOUT_MS = 2000;

    private final Process process;
    private final Thread shutdownHook;

    private PinnedProcess(Process process) {
        this.process = process;
        this.shutdownHook = new Thread(() -> end(process), "end-" + process.pid());
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    public static PinnedProcess start(Path program, int core, Map<String, String> environment, List<String> arguments)
            throws IOException {
        return start(Rank.NORMAL, program, core, environment, arguments);
    }

    public static PinnedProcess start(
            Rank rank, Path program, int core, Map<String, String> environment, List<String> arguments)
            throws IOException {
        // All wrappers exec, so the process id stays the program's.
        List<String> command = new ArrayList<>(rank.wrapper());
        command.addAll(List.of("taskset", "-c", Integer.toString(core), program.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return new PinnedProcess(builder.start());
    }

    public long pid() {
        return process.pid();
    }

    public BufferedReader output() {
        return process.inputReader(UTF_8);
    }

    /** What it reads; closing it is its end of input. */
    public BufferedWriter input() {
        return process.outputWriter(UTF_8);
    }

    /** Blocks until the process ends and returns its exit code. */
    public int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    /** What it printed as error; to be called once it has ended. */
    public String errors() throws IOException {
        return new String(process.getErrorStream().readAllBytes(), UTF_8).strip();
    }

    @Override
    public void close() {
        end(process);
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // the JVM is already going down; the hook finds the process dead
        }
    }

    private static void end(Process process) {
        process.toHandle().destroy(); // unlike Process.destroy it leaves the output readable
        try {
            if (!process.waitFor(TERM_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

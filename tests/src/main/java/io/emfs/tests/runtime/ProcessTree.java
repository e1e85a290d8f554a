package io.emfs.tests.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process and all that it starts, ended together by {@link #close} or with the JVM. What they print goes to a file
 * that is deleted at the end. Not thread-safe.
 */
public final class ProcessTree implements AutoCloseable {
    private static final int TERM_TIMEOUT_MS = 2000;
    private static final int POLL_MS = 20;
    private static final int START_LIMIT_S = 60;

    private final Process process;
    private final Path output;
    private final Thread endWithJvm = new Thread(this::end, "end-process-tree");

    private ProcessTree(Process process, Path output) {
        this.process = process;
        this.output = output;
        Runtime.getRuntime().addShutdownHook(endWithJvm);
    }

    /** Its standard input is a pipe that stays open until the end. */
    public static ProcessTree start(List<String> command, Map<String, String> environment, Path directory)
            throws IOException {
        Path output = Files.createTempFile("emfs-process-", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        try {
            return new ProcessTree(builder.start(), output);
        } catch (IOException e) {
            Files.delete(output);
            throw e;
        }
    }

    /** Blocks until the condition holds; {@link IOException} with the output if the process ends before, or time is up. */
    public void awaitStart(Condition ready) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_S);
        while (!ready.holds()) {
            if (!process.isAlive() || System.nanoTime() > deadlineNs) {
                String reason = process.isAlive() ? "not ready after " + START_LIMIT_S + " s" : "ended";
                throw new IOException(
                        reason + ": " + process.info().commandLine().orElse("") + "\n" + output());
            }
            Thread.sleep(POLL_MS);
        }
    }

    /** What all processes of the tree printed until now. */
    public String output() throws IOException {
        return Files.readString(output);
    }

    public int pid() {
        return (int) process.pid();
    }

    /** The processes of the tree that run now. */
    public Set<Integer> pids() {
        return running().map(handle -> (int) handle.pid()).collect(Collectors.toUnmodifiableSet());
    }

    Process process() {
        return process;
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(endWithJvm);
        } catch (IllegalStateException e) {
            // the JVM is already going down; the hook finds the processes dead
        }
    }

    private Stream<ProcessHandle> running() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(ProcessHandle::isAlive);
    }

    private void end() {
        // taken before the first is ended: the children of a dead process are no longer its descendants
        List<ProcessHandle> all = new ArrayList<>(running().toList());
        all.forEach(ProcessHandle::destroy);
        for (ProcessHandle handle : all) {
            try {
                handle.onExit().get(TERM_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                handle.destroyForcibly();
            } catch (InterruptedException e) {
                handle.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        output.toFile().delete();
    }

    /** Something to wait for. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws IOException;
    }
}

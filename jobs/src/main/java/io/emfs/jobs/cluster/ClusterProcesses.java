package io.emfs.jobs.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which processes a cluster has, in a file that outlives the command that started them. Not thread-safe. */
final class ClusterProcesses {
    private static final int POLL_MS = 100;
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final Path file;

    ClusterProcesses(Path file) {
        this.file = file;
    }

    /** Those that were started and not stopped, whether they run or not. */
    List<ClusterProcess> all() {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .map(ClusterProcess::parse)
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        } catch (RuntimeException e) {
            throw new IllegalStateException(file + " is not a list of processes; end them yourself and remove it", e);
        }
    }

    List<ClusterProcess> running() {
        return all().stream().filter(ClusterProcess::alive).toList();
    }

    /** By SIGTERM, and who is there after the limit by SIGKILL. */
    static void end(List<ClusterProcess> some, Duration limit) {
        some.forEach(process -> process.end(false));
        awaitEnd(some, limit);
        some.forEach(process -> process.end(true));
        awaitEnd(some, FOR_EVER);
    }

    /** Returns after the limit if some have not ended by then. */
    static void awaitEnd(List<ClusterProcess> some, Duration limit) {
        long deadlineNs = System.nanoTime() + limit.toNanos();
        while (some.stream().anyMatch(ClusterProcess::alive) && System.nanoTime() < deadlineNs) {
            try {
                Thread.sleep(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    /** In the place of the one with its name, if there is one. */
    void put(ClusterProcess process) {
        List<ClusterProcess> next = new ArrayList<>(all());
        next.removeIf(former -> former.name().equals(process.name()));
        next.add(process);
        write(next.stream()
                .sorted(Comparator.comparing(ClusterProcess::name))
                .map(ClusterProcess::line)
                .toList());
    }

    private void write(List<String> lines) {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(next, lines);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + file, e);
        }
    }

    void clear() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("removing " + file, e);
        }
    }
}

package io.emfs.tests.stream;

import com.sun.management.OperatingSystemMXBean;
import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import io.emfs.jobs.GeneratedJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the job over generated events for a while and counts what it takes of them. Everything of this JVM shares its cores:
 * source, windows, profiler, policy, RocksDB, checkpoints, garbage collector and compiler.
 *
 * @param warmUp of the JVM's CPU time, and so is the duration: others may use the core as well
 * @param slots of the job, which are its parallelism
 * @param overrides of the default configuration
 */
record StreamMeasurement(Duration warmUp, Duration duration, int slots, List<String> overrides) {
    private static final int PAUSE_MS = 50;
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** Blocks; throws {@link IllegalStateException} if the job fails. */
    StreamOutcome run(GeneratedJob.Generator generator) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("emfs-stream");
        List<String> settings = new ArrayList<>(
                List.of("node=node-1", "state.dir=" + directory, "flink={parallelism.default: " + slots + "}"));
        settings.addAll(overrides);
        EmfsConfig config = ConfigLoader.defaults(settings).config();
        String parallelism = config.flink().get("parallelism.default");
        if (!Integer.toString(slots).equals(parallelism)) {
            throw new IllegalArgumentException(
                    "flink.parallelism.default=" + parallelism + ", expected " + slots + ": --slots says how many");
        }
        try (GeneratedJob job = GeneratedJob.start(config, generator)) {
            rest(job, warmUp);
            Reading before = Reading.of(job);
            rest(job, duration);
            Reading after = Reading.of(job);
            return new StreamOutcome(
                    after.events - before.events,
                    Duration.ofNanos(after.timeNs - before.timeNs),
                    Duration.ofNanos(after.cpuNs - before.cpuNs),
                    checkpointBytes(directory));
        } finally {
            purge(directory);
        }
    }

    private static void rest(GeneratedJob job, Duration duration) throws InterruptedException {
        long endNs = PROCESS.getProcessCpuTime() + duration.toNanos();
        while (PROCESS.getProcessCpuTime() < endNs) {
            Thread.sleep(PAUSE_MS);
        }
        if (!job.running()) {
            throw new IllegalStateException("the job has failed; see the log");
        }
    }

    /** Of the newest checkpoint, or 0 if there is none yet. */
    private static long checkpointBytes(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.endsWith("_metadata"))
                    .map(file -> bytesIn(file.resolveSibling(".")))
                    .max(Comparator.naturalOrder())
                    .orElse(0L);
        }
    }

    private static long bytesIn(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void purge(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    private record Reading(long events, long timeNs, long cpuNs) {
        static Reading of(GeneratedJob job) {
            return new Reading(job.events(), System.nanoTime(), PROCESS.getProcessCpuTime());
        }
    }
}

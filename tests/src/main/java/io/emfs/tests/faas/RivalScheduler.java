package io.emfs.tests.faas;

import static io.emfs.tests.faas.FaasOptions.OTHER_CORE;

import io.emfs.bpf.proc.KernelFile;
import io.emfs.tests.workload.NativePrograms;
import io.emfs.tests.workload.PinnedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code faas_scheduler}: SFS, fifo-cfs or the oracle, as a real-time process on the load generator's core.
 * {@link #start} throws {@link IOException} with its message if it may not schedule.
 */
final class RivalScheduler implements PhaseScheduler {
    private static final String READY = "ready";
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_S = 1e9;

    private final PinnedProcess process;
    private final Path directory;
    private Optional<RivalReport> report = Optional.empty();

    private RivalScheduler(PinnedProcess process, Path directory) {
        this.process = process;
        this.directory = directory;
    }

    /**
     * Starts it without a server yet.
     *
     * @param slice its first, or only one; of no consequence to the oracle
     */
    static RivalScheduler start(FaasPolicy policy, Duration slice) throws IOException {
        Path directory = Files.createTempDirectory("emfs-faas");
        List<String> arguments = new ArrayList<>(List.of("--until-eof", "--policy", policy.title()));
        arguments.addAll(List.of("--announce", pipe(directory).toString()));
        arguments.addAll(List.of("--slice-ms", Double.toString(slice.toNanos() / NS_PER_MS)));
        PinnedProcess process = PinnedProcess.start(NativePrograms.faasScheduler(), OTHER_CORE, Map.of(), arguments);
        RivalScheduler scheduler = new RivalScheduler(process, directory);
        if (!READY.equals(process.output().readLine())) {
            scheduler.end();
            throw new IOException("faas_scheduler did not start: " + process.errors());
        }
        return scheduler;
    }

    @Override
    public Optional<Path> announcements() {
        return Optional.of(pipe(directory));
    }

    /** From schedstat, which has one thread's in ns: it has one thread. */
    @Override
    public double cpuS() throws IOException {
        String schedstat = KernelFile.read(Path.of("/proc", Long.toString(process.pid()), "schedstat"));
        return Long.parseLong(schedstat.substring(0, schedstat.indexOf(' '))) / NS_PER_S;
    }

    /** What it did; empty before {@link #close}. */
    Optional<RivalReport> report() {
        return report;
    }

    @Override
    public void close() throws IOException {
        end();
        String line = process.output().readLine();
        if (line == null) {
            throw new IOException("faas_scheduler ended early: " + process.errors());
        }
        report = Optional.of(RivalReport.parse(line));
    }

    private void end() throws IOException {
        process.close();
        Files.deleteIfExists(pipe(directory));
        Files.deleteIfExists(directory);
    }

    private static Path pipe(Path directory) {
        return directory.resolve("announcements");
    }
}

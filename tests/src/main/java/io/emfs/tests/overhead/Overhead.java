package io.emfs.tests.overhead;

import com.sun.management.OperatingSystemMXBean;
import io.emfs.bpf.libbpf.RunTimeStatistics;
import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import io.emfs.tests.workload.Countdown;
import io.emfs.tests.workload.FreePort;
import io.emfs.tests.workload.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Measures a saturated server alone and watched, round by round in rotated order; then, apart because it costs itself,
 * the run time of the BPF programs; then this JVM's CPU time at a rate. {@link #run} blocks its thread; it ends what it
 * started, also when it throws.
 */
public final class Overhead {
    private static final String FUNCTION = "saturated";
    private static final List<Watcher> MODES = List.of(Watcher.REQUESTS, Watcher.DIGESTS);

    /** What a phase takes beside its load: attaching, detaching, starting the server. */
    private static final Duration AROUND = Duration.ofSeconds(1);

    private final OverheadOptions options;
    private final Progress progress;

    public Overhead(OverheadOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    public OverheadResult run() throws IOException, InterruptedException {
        Duration phase = options.warmUp().plus(options.phase()).plus(AROUND);
        Duration rated = options.warmUp().plus(options.rated()).plus(AROUND);
        int phases = besideNobody(Watcher.ALL_THAT_WATCH).size() * options.rounds()
                + Watcher.ALL_THAT_WATCH.size() * options.timedRounds();
        Saturation server = Saturation.calibrated(options.demand());
        try (Countdown countdown =
                new Countdown(progress, phase.multipliedBy(phases).plus(rated.multipliedBy(MODES.size())))) {
            List<List<Measured>> rounds = new ArrayList<>();
            for (int round = 0; round < options.rounds(); round++) {
                String title = "round " + (round + 1) + " of " + options.rounds() + ", watched by ";
                rounds.add(round(server, besideNobody(rotated(round)), countdown, title, phase));
            }
            List<Measured> timed;
            HookCost empty;
            try (RunTimeStatistics statistics = RunTimeStatistics.enable();
                    EmptyProgram program = EmptyProgram.attach()) {
                timed = timed(server, countdown, phase);
                empty = program.cost();
            }
            List<AgentCpu> cpu = new ArrayList<>();
            for (Watcher watcher : MODES) {
                countdown.begin("CPU of the agent, " + watcher.title(), rated);
                cpu.add(cpu(server, watcher));
            }
            return new OverheadResult(options, rounds, timed, empty, cpu);
        }
    }

    private List<Measured> timed(Saturation server, Countdown countdown, Duration phase)
            throws IOException, InterruptedException {
        List<Measured> timed = new ArrayList<>();
        for (int round = 0; round < options.timedRounds(); round++) {
            for (Watcher watcher : rotated(round)) {
                countdown.begin("run time in the kernel, " + watcher.title(), phase);
                int port = FreePort.ofLoopback();
                timed.add(measure(watcher, port, () -> server.closedLoop(port, options.warmUp(), options.phase())));
            }
        }
        return timed;
    }

    private List<Measured> round(
            Saturation server, List<Watcher> watchers, Countdown countdown, String title, Duration phase)
            throws IOException, InterruptedException {
        int port = FreePort.ofLoopback();
        List<Measured> measured = new ArrayList<>();
        try (SustainedLoad load = server.sustained(port)) {
            for (Watcher watcher : watchers) {
                countdown.begin(title + watcher.title(), phase);
                measured.add(measure(watcher, port, () -> {
                    Thread.sleep(options.warmUp().toMillis());
                    return load.during(options.phase());
                }));
            }
        }
        return measured;
    }

    private Measured measure(Watcher watcher, int port, Load load) throws IOException, InterruptedException {
        Watch watch = start(watcher, port);
        Throughput got;
        Sighting sighting;
        try {
            got = load.run();
        } finally {
            sighting = watch.end();
        }
        return new Measured(watcher, got, sighting);
    }

    /** Its warm-up included, of which nothing counts. */
    private interface Load {
        Throughput run() throws IOException, InterruptedException;
    }

    private static List<Watcher> rotated(int round) {
        List<Watcher> order = new ArrayList<>(Watcher.ALL_THAT_WATCH);
        Collections.rotate(order, round);
        return order;
    }

    /** The machine is not the same from one minute to the next: what is compared is measured next to each other. */
    private static List<Watcher> besideNobody(List<Watcher> watchers) {
        List<Watcher> order = new ArrayList<>();
        order.add(Watcher.NOBODY);
        for (Watcher watcher : watchers) {
            order.add(watcher);
            order.add(Watcher.NOBODY);
        }
        return order;
    }

    private Watch start(Watcher watcher, int port) throws IOException {
        return switch (watcher) {
            case NOBODY -> () -> Sighting.NOTHING;
            case REQUESTS, DIGESTS -> MonitorWatch.start(config(watcher, port), FUNCTION);
            case RIVAL -> RivalWatch.start(port, Saturation.CLIENT_CORE);
        };
    }

    private AgentCpu cpu(Saturation server, Watcher watcher) throws IOException, InterruptedException {
        int port = FreePort.ofLoopback();
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        Watch watch = start(watcher, port);
        try {
            CompletableFuture<Throughput> load = CompletableFuture.supplyAsync(() -> rated(server, port));
            Thread.sleep(options.warmUp().toMillis());
            long cpuNs = process.getProcessCpuTime(), timeNs = System.nanoTime();
            Thread.sleep(options.rated().toMillis());
            double cores = (double) (process.getProcessCpuTime() - cpuNs) / (System.nanoTime() - timeNs);
            return new AgentCpu(watcher, cores, load.join().perSecond());
        } catch (CompletionException e) {
            throw new IOException("load at a rate: " + e.getCause(), e);
        } finally {
            watch.end();
        }
    }

    private Throughput rated(Saturation server, int port) {
        try {
            return server.atRate(options.rate(), port, options.warmUp(), options.rated());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    private EmfsConfig config(Watcher watcher, int port) {
        String yaml = "functions: [{name: " + FUNCTION + ", match: {port: " + port + "}}]\n";
        List<String> all = new ArrayList<>(options.overrides());
        all.add("monitor.mode=" + watcher.title());
        return ConfigLoader.parse("bench", yaml, all).config();
    }
}

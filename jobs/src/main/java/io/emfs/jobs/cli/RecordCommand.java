package io.emfs.jobs.cli;

import io.emfs.config.Durations;
import io.emfs.config.LoadedConfig;
import io.emfs.jobs.recording.NodeRecording;
import io.emfs.jobs.recording.RecordingProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code emfs record}: the monitor alone. Exits with 1 if the recording broke off. */
@Command(
        name = "record",
        mixinStandardHelpOptions = true,
        description = "Records what the functions of this node do, until Ctrl-C; schedules nothing. See replay.")
final class RecordCommand implements Callable<Integer> {
    private static final Duration FOR_EVER = Duration.ofDays(36_500);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final double NS_PER_S = 1e9;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Parameters(paramLabel = "FILE", description = "Where to.")
    private Path file = Path.of("");

    @Option(names = "--duration", description = "How long, e.g. 30s; default: until Ctrl-C.")
    private @Nullable String duration;

    @Option(names = "--force", description = "Overwrites FILE.")
    private boolean force;

    @Option(names = "--json", description = "Prints the summary as JSON.")
    private boolean json;

    /** What a program learns of a recording. */
    record Summary(String file, double seconds, long events, long bytes, long lost) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Duration limit = limit();
        LoadedConfig loaded = options.load();
        Privileges privileges = Privileges.ofThisProcess();
        if (!privileges.canWatch()) {
            throw new IllegalStateException(privileges.explanation());
        }
        try (StopSignal stop = new StopSignal()) {
            Summary summary = record(loaded, limit, stop);
            PrintWriter out = spec.commandLine().getOut();
            out.println(json ? Json.of(summary) : text(summary));
            out.flush();
        }
        return 0;
    }

    private Summary record(LoadedConfig loaded, Duration limit, StopSignal stop)
            throws IOException, InterruptedException {
        long startNs = System.nanoTime();
        NodeRecording recording = NodeRecording.start(loaded, file, force);
        try (recording;
                RecordingDisplay display = new RecordingDisplay(file)) {
            Duration left = limit;
            while (recording.alive() && left.compareTo(Duration.ZERO) > 0 && !stop.await(min(left, TICK))) {
                display.show(recording.progress());
                left = limit.minusNanos(System.nanoTime() - startNs);
            }
        }
        RecordingProgress whole = recording.progress();
        return new Summary(
                file.toString(),
                Math.round((System.nanoTime() - startNs) / NS_PER_S * 10) / 10.0,
                whole.events(),
                whole.bytes(),
                whole.lost());
    }

    private Duration limit() {
        if (duration == null) {
            return FOR_EVER;
        }
        try {
            return Durations.parse(duration);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--duration = " + duration + ": must be like 500ms, 30s or 5m", e);
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static String text(Summary summary) {
        return String.format(
                Locale.ROOT,
                "%s: %d events in %.1f s, %d bytes, %d events lost",
                summary.file,
                summary.events,
                summary.seconds,
                summary.bytes,
                summary.lost);
    }
}

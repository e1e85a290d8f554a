package io.emfs.tests.overhead;

import io.emfs.tests.workload.NativePrograms;
import io.emfs.tests.workload.PinnedProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs {@code saturation}: a server of short requests on the last core, its client on the first. Throws
 * {@link IOException} with the program's message if it fails.
 *
 * @param workRounds what a request computes
 */
record Saturation(long workRounds) {
    static final int CLIENT_CORE = 0;
    private static final double MS_PER_S = 1e3;
    private static final Pattern COUNTED =
            Pattern.compile("answered=\\d+ counted=(\\d+) seconds=([0-9.]+)\n# answered=(\\d+)");
    private static final Pattern ROUNDS = Pattern.compile("rounds=(\\d+)");

    /** A server whose requests compute for so long. */
    static Saturation calibrated(Duration cpu) throws IOException, InterruptedException {
        String output = run(
                List.of("--calibrate", "--server-core", serverCore(), "--cpu-us", Long.toString(cpu.toNanos() / 1000)));
        Matcher rounds = ROUNDS.matcher(output);
        if (!rounds.matches()) {
            throw new IllegalArgumentException("saturation --calibrate printed \"" + output + "\"");
        }
        return new Saturation(Long.parseLong(rounds.group(1)));
    }

    /** As many requests as the server can answer. */
    Throughput closedLoop(int port, Duration warmUp, Duration duration) throws IOException, InterruptedException {
        return parse(run(arguments(port, warmUp, duration)));
    }

    /** Requests at a rate. */
    Throughput atRate(double perSecond, int port, Duration warmUp, Duration duration)
            throws IOException, InterruptedException {
        List<String> arguments = arguments(port, warmUp, duration);
        arguments.addAll(List.of("--rate", Double.toString(perSecond)));
        return parse(run(arguments));
    }

    /** As many requests as the server can answer, until it is closed. */
    SustainedLoad sustained(int port) throws IOException {
        List<String> arguments = arguments(port);
        arguments.add("--sampled");
        return new SustainedLoad(start(arguments));
    }

    private List<String> arguments(int port, Duration warmUp, Duration duration) {
        List<String> arguments = arguments(port);
        arguments.addAll(List.of("--warm-up-seconds", seconds(warmUp), "--seconds", seconds(duration)));
        return arguments;
    }

    private List<String> arguments(int port) {
        return new ArrayList<>(List.of(
                "--port", Integer.toString(port),
                "--server-core", serverCore(),
                "--rounds", Long.toString(workRounds)));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toMillis() / MS_PER_S);
    }

    private static String serverCore() {
        return Integer.toString(Runtime.getRuntime().availableProcessors() - 1);
    }

    private static String run(List<String> arguments) throws IOException, InterruptedException {
        try (PinnedProcess process = start(arguments)) {
            String output = String.join("\n", process.output().lines().toList());
            int exitCode = process.exitCode();
            if (exitCode != 0) {
                throw new IOException("saturation exit=" + exitCode + ": " + process.errors());
            }
            return output;
        }
    }

    private static PinnedProcess start(List<String> arguments) throws IOException {
        return PinnedProcess.start(NativePrograms.saturation(), CLIENT_CORE, Map.of(), arguments);
    }

    static Throughput parse(String output) {
        Matcher matcher = COUNTED.matcher(output);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("saturation printed \"" + output + "\"");
        }
        return new Throughput(
                Long.parseLong(matcher.group(3)),
                Long.parseLong(matcher.group(1)) / Double.parseDouble(matcher.group(2)));
    }
}

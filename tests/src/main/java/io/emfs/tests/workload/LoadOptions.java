package io.emfs.tests.workload;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link LoadGenerator} sends. The arrivals of a target follow from the seed, its position and its rate alone,
 * so the same target sees the same arrivals whatever runs beside it.
 *
 * @param duration how long to send requests that are reported
 * @param warmup how long to send before, unreported
 * @param drain how long to wait for the last responses
 * @param keepAlive connections kept per target; 0 opens one per request
 * @param maxOutstanding unanswered requests beyond which new ones are refused
 * @param requests after how many of them to stop, of all targets together; 0 for as many as there is time for
 * @param schedule a file of lines {@code ns target}, in the order of time from the start of sending; then the targets'
 *     rates say nothing
 */
public record LoadOptions(
        List<LoadTarget> targets,
        Duration duration,
        Duration warmup,
        Duration drain,
        long seed,
        int keepAlive,
        int maxOutstanding,
        long requests,
        Optional<Path> schedule) {
    public LoadOptions {
        targets = List.copyOf(targets);
    }

    /** A connection per request, no warm-up, 10 s to drain. */
    public static LoadOptions of(Duration duration, long seed, LoadTarget... targets) {
        return new LoadOptions(
                List.of(targets), duration, Duration.ZERO, Duration.ofSeconds(10), seed, 0, 4000, 0, Optional.empty());
    }

    public LoadOptions withWarmup(Duration warmup) {
        return new LoadOptions(targets, duration, warmup, drain, seed, keepAlive, maxOutstanding, requests, schedule);
    }

    public LoadOptions withDrain(Duration drain) {
        return new LoadOptions(targets, duration, warmup, drain, seed, keepAlive, maxOutstanding, requests, schedule);
    }

    public LoadOptions withKeepAlive(int connections) {
        return new LoadOptions(targets, duration, warmup, drain, seed, connections, maxOutstanding, requests, schedule);
    }

    public LoadOptions withRequests(long count) {
        return new LoadOptions(targets, duration, warmup, drain, seed, keepAlive, maxOutstanding, count, schedule);
    }

    public LoadOptions withSchedule(Path file) {
        return new LoadOptions(
                targets, duration, warmup, drain, seed, keepAlive, maxOutstanding, requests, Optional.of(file));
    }

    /** The longest a run can take. */
    Duration limit() {
        return warmup.plus(duration).plus(drain);
    }

    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        targets.forEach(target -> arguments.addAll(List.of("--target", target.argument())));
        arguments.addAll(List.of("--seconds", seconds(duration)));
        arguments.addAll(List.of("--warmup", seconds(warmup)));
        arguments.addAll(List.of("--drain", seconds(drain)));
        arguments.addAll(List.of("--seed", Long.toUnsignedString(seed)));
        arguments.addAll(List.of("--connections", keepAlive == 0 ? "per-request" : "keepalive:" + keepAlive));
        arguments.addAll(List.of("--max-outstanding", Integer.toString(maxOutstanding)));
        if (requests > 0) {
            arguments.addAll(List.of("--requests", Long.toString(requests)));
        }
        schedule.ifPresent(file -> arguments.addAll(List.of("--schedule", file.toString())));
        return arguments;
    }

    private static String seconds(Duration duration) {
        return Double.toString(duration.toMillis() / 1e3);
    }
}

package io.emfs.tests.faas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * The requests of a phase, the same for all policies: bursts as {@link AzureGaps} has them, each request's function
 * drawn by the shares. The gaps are stretched so that what these requests, and not the average ones, cost is exactly
 * the load.
 *
 * @param duration until the gap after the last arrival is over
 */
record Schedule(List<Arrival> arrivals, Duration duration) {
    Schedule {
        arrivals = List.copyOf(arrivals);
    }

    /**
     * As many requests as fill the span.
     *
     * @param load of the core, e.g. 0.8
     * @param span the duration is longer by less than one request
     * @param functions with what a request costs on this machine
     */
    static Schedule of(long seed, double load, Duration span, List<Baseline> functions) {
        SplittableRandom random = new SplittableRandom(seed);
        SplittableRandom gaps = random.split();
        SplittableRandom draws = random.split();
        List<Integer> drawn = new ArrayList<>();
        double workNs = 0;
        while (workNs < load * span.toNanos()) {
            int function = draw(draws.nextDouble(), functions);
            drawn.add(function);
            workNs += functions.get(function).meanNs();
        }
        double[] ends = new double[drawn.size() + 1];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = AzureGaps.quantile(gaps.nextDouble()) + (i == 0 ? 0 : ends[i - 1]);
        }
        double durationNs = workNs / load;
        double stretch = durationNs / ends[drawn.size()];
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < drawn.size(); i++) {
            arrivals.add(new Arrival((long) (ends[i] * stretch), drawn.get(i)));
        }
        return new Schedule(arrivals, Duration.ofNanos((long) durationNs));
    }

    /** Equal gaps; for one function alone. */
    static Schedule regular(int requests, Duration gap, int function) {
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            arrivals.add(new Arrival(gap.toNanos() * i, function));
        }
        return new Schedule(arrivals, gap.multipliedBy(requests));
    }

    /** For the load generator. */
    void write(Path file) throws IOException {
        Files.writeString(
                file,
                arrivals.stream()
                        .map(arrival -> arrival.atNs() + " " + arrival.function() + "\n")
                        .collect(Collectors.joining()));
    }

    /** By the shares; {@code part} in [0, 1). */
    private static int draw(double part, List<Baseline> functions) {
        double total = functions.stream()
                .mapToDouble(baseline -> baseline.function().sharePercent())
                .sum();
        double left = part * total;
        for (int i = 0; i < functions.size() - 1; i++) {
            left -= functions.get(i).function().sharePercent();
            if (left < 0) {
                return i;
            }
        }
        return functions.size() - 1;
    }
}

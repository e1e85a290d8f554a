package io.emfs.tests.ring;

import io.emfs.tests.workload.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What a record costs, over JVMs started for the measurement.
 *
 * @param emfsNs a record through our reader
 * @param libbpfNs a record through libbpf's callback
 * @param ratio libbpf's cost in ours, fork by fork
 * @param allocatedBytes allocated by our reader for a record, all of the JVM's other allocations counted in
 */
public record RecordCost(Spread emfsNs, Spread libbpfNs, Spread ratio, double allocatedBytes) {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /** Runs both in {@code forks} JVMs each, with the options of this one; blocks, and takes 1 s for an iteration. */
    public static RecordCost measure(int forks, int iterations) throws RunnerException {
        // its lock file would stay behind
        System.setProperty("jmh.ignoreLock", "true");
        List<RunResult> results = List.copyOf(new Runner(new OptionsBuilder()
                        .include(RingReaderBenchmark.class.getName())
                        .forks(forks)
                        .warmupIterations(iterations)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(iterations)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run());
        RunResult emfs = of("emfs", results);
        return of(perFork(emfs), perFork(of("libbpf", results)), allocatedBytes(emfs));
    }

    static RecordCost of(List<Double> emfsNs, List<Double> libbpfNs, double allocatedBytes) {
        List<Double> ratios = IntStream.range(0, emfsNs.size())
                .mapToObj(fork -> libbpfNs.get(fork) / emfsNs.get(fork))
                .toList();
        return new RecordCost(spread(emfsNs), spread(libbpfNs), spread(ratios), allocatedBytes);
    }

    private static Spread spread(List<Double> values) {
        return Spread.of(values).orElseThrow(() -> new IllegalArgumentException("no fork was measured"));
    }

    private static RunResult of(String method, List<RunResult> results) {
        return results.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("." + method))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("JMH has no result for " + method));
    }

    private static List<Double> perFork(RunResult result) {
        List<Double> scores = new ArrayList<>();
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            scores.add(fork.getPrimaryResult().getScore());
        }
        return scores;
    }

    private static double allocatedBytes(RunResult result) {
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        if (allocated == null) {
            throw new IllegalStateException("JMH did not measure " + ALLOCATED + ", but "
                    + result.getSecondaryResults().keySet());
        }
        return allocated.getScore();
    }
}

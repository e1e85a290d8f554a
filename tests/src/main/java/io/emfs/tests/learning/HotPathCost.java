package io.emfs.tests.learning;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What {@link HotPathBenchmark} costs on this machine, by JMH. Stateless. */
public final class HotPathCost {
    private static final int ITERATIONS = 3;

    private HotPathCost() {}

    /**
     * ns of each benchmark, by its name; {@code c1} has the same with the one compiler that the agent's JVM uses. Blocks for half
     * a minute or so.
     */
    public static ObjectNode measure() throws RunnerException {
        ObjectNode json = measured("-XX:TieredStopAtLevel=4");
        json.set("c1", measured("-XX:TieredStopAtLevel=1"));
        return json;
    }

    private static ObjectNode measured(String compiler) throws RunnerException {
        // its lock file would stay behind
        System.setProperty("jmh.ignoreLock", "true");
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(HotPathBenchmark.class.getName())
                        .forks(1)
                        .jvmArgsAppend(compiler)
                        .warmupIterations(ITERATIONS)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(ITERATIONS)
                        .measurementTime(TimeValue.seconds(1))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run()) {
            String benchmark = result.getParams().getBenchmark();
            json.put(
                    benchmark.substring(benchmark.lastIndexOf('.') + 1) + "_ns",
                    result.getPrimaryResult().getScore());
        }
        return json;
    }
}

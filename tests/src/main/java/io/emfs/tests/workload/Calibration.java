package io.emfs.tests.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * How much work makes a request cost a wanted amount of CPU on this machine. Measured in CPU time of the thread, so
 * that neighbours on the core do not count; a shared or throttled CPU still does.
 *
 * @param fib the argument of fib
 * @param repeat how often to compute it
 * @param cpuMs what that took, median of several tries
 */
public record Calibration(int fib, long repeat, double cpuMs) {
    /** About 20 µs: fine steps for a request of a few ms. */
    private static final int FIB = 20;

    /** Blocks for some twenty to fifty times {@code cpuMs}. */
    public static Calibration measure(double cpuMs, int core) throws IOException, InterruptedException {
        List<String> arguments = List.of("--calibrate", Double.toString(cpuMs), "--fib", Integer.toString(FIB));
        try (PinnedProcess process = PinnedProcess.start(NativePrograms.fibserver(), core, Map.of(), arguments)) {
            String line = process.output().readLine();
            if (process.exitCode() != 0 || line == null) {
                throw new IOException("fibserver --calibrate " + cpuMs + ": " + process.errors());
            }
            JsonNode json = new JsonMapper().readTree(line);
            return new Calibration(
                    json.path("fib").asInt(),
                    json.path("repeat").asLong(),
                    json.path("cpu_ms").asDouble());
        }
    }
}

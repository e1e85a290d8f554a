package io.emfs.tests.chaos;

import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.tests.workload.LoadTarget;
import io.emfs.tests.workload.NativePrograms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How one of the functions is started.
 *
 * @param match of the configuration, as YAML
 * @param started how the program schedules its threads
 * @param port 0 if it serves nothing
 * @param perSecond requests
 * @param crashes whether it may be killed; one that must tell something at its end may not
 */
record VictimPlan(
        String name,
        String match,
        Duration slo,
        Path program,
        List<String> arguments,
        ThreadPolicy started,
        int port,
        double perSecond,
        boolean crashes) {
    private static final String VARIABLE = "EMFS_CHAOS";
    private static final String CHURN = "threads-that-come-and-go";
    private static final String POOL = "thread-pool";
    private static final int CHURN_NICE = 3;
    private static final int CHURN_LIFETIME_MS = 100;

    private static final String POOL_SCHEDULE = "batch:4";
    private static final String POOL_THREAD = "other:7";

    VictimPlan {
        arguments = List.copyOf(arguments);
    }

    static VictimPlan threadPerRequest(int port) throws IOException {
        return fibserver("thread-per-request", Duration.ofMillis(24), port, 8, 15);
    }

    static VictimPlan processPerRequest(int port) throws IOException {
        return fibserver("process-per-request", Duration.ofMillis(60), port, 15, 10, "--fork");
    }

    /** With a thread at another nice level than the others, and some that are not the function's. */
    static VictimPlan threadPool(int port, List<String> strangers) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--all", POOL_SCHEDULE, "--thread", POOL_THREAD));
        arguments.addAll(List.of("--cpu-ms", "4", "--port", Integer.toString(port)));
        strangers.forEach(schedule -> arguments.addAll(List.of("--thread", schedule)));
        return new VictimPlan(
                POOL,
                "port: " + port,
                Duration.ofMillis(8),
                NativePrograms.crowd(),
                arguments,
                CrowdThread.policy(POOL_SCHEDULE),
                port,
                30,
                true);
    }

    /** For at most an hour. */
    static VictimPlan threadChurn(int threadsPerSecond) throws IOException {
        return new VictimPlan(
                CHURN,
                "env: {" + VARIABLE + ": " + CHURN + "}",
                Duration.ofMillis(120),
                NativePrograms.churn(),
                List.of(
                        "--threads",
                        "--environment",
                        VARIABLE + "=" + CHURN,
                        "--nice",
                        Integer.toString(CHURN_NICE),
                        "--rate",
                        Integer.toString(threadsPerSecond),
                        "--lifetime-ms",
                        Integer.toString(CHURN_LIFETIME_MS),
                        "--seconds",
                        "3600"),
                ThreadPolicy.other(CHURN_NICE),
                0,
                0,
                false);
    }

    private static VictimPlan fibserver(
            String name, Duration slo, int port, double cpuMs, double perSecond, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--until-eof", "--cpu-ms", Double.toString(cpuMs)));
        arguments.addAll(List.of("--port", Integer.toString(port)));
        arguments.addAll(List.of(more));
        return new VictimPlan(
                name,
                "port: " + port,
                slo,
                NativePrograms.fibserver(),
                arguments,
                ThreadPolicy.other(0),
                port,
                perSecond,
                true);
    }

    /** Its line in the agent's configuration. */
    String yaml() {
        return "  - {name: " + name + ", match: {" + match + "}, slo: {percentile: 95, latency: " + slo.toMillis()
                + "ms}}\n";
    }

    LoadTarget target() {
        return new LoadTarget("127.0.0.1", port, perSecond, name);
    }
}

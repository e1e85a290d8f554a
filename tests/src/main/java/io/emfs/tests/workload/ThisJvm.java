package io.emfs.tests.workload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** The process that measures. */
public final class ThisJvm {
    private ThisJvm() {}

    /** Keeps all its threads, and those they start, on one core; throws {@link IOException} with taskset's message. */
    public static void pin(int core) throws IOException, InterruptedException {
        Process taskset = new ProcessBuilder(
                        "taskset",
                        "--all-tasks",
                        "--cpu-list",
                        "--pid",
                        Integer.toString(core),
                        Long.toString(ProcessHandle.current().pid()))
                .redirectErrorStream(true)
                .start();
        String output = new String(taskset.getInputStream().readAllBytes(), UTF_8);
        if (taskset.waitFor() != 0) {
            throw new IOException("taskset, core " + core + ": " + output.strip());
        }
    }
}

package io.emfs.tests.workload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The process that measures. */
public final class ThisJvm {
    private static final String AGENT_PRIORITY = "90";

    private ThisJvm() {}

    /** Keeps all its threads, and those they start, on one core; throws {@link IOException} with taskset's message. */
    public static void pin(int core) throws IOException, InterruptedException {
        pin(core, core);
    }

    /** As {@link #pin(int)}, on all of these cores. */
    public static void pin(int first, int last) throws IOException, InterruptedException {
        run("taskset", "--all-tasks", "--cpu-list", "--pid", first + "-" + last);
    }

    /** Schedules all its threads, and those they start, as the agent's are; throws {@link IOException} with chrt's message. */
    public static void rankAsAgent() throws IOException, InterruptedException {
        run("chrt", "--all-tasks", "--rr", "--pid", AGENT_PRIORITY);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(command));
        all.add(Long.toString(ProcessHandle.current().pid()));
        Process tool = new ProcessBuilder(all).redirectErrorStream(true).start();
        String output = new String(tool.getInputStream().readAllBytes(), UTF_8);
        if (tool.waitFor() != 0) {
            throw new IOException(String.join(" ", all) + ": " + output.strip());
        }
    }
}

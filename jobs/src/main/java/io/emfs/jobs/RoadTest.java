package io.emfs.jobs;

import io.emfs.config.EmfsConfig;
import io.emfs.config.FunctionConfig;
import io.emfs.config.MatchConfig;
import io.emfs.pipeline.executor.Applied;
import io.emfs.state.FunctionKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Drives the whole road before it matters: starts processes of a function of its own and waits until the executor has
 * set their threads. It proves that the loop from kernel event to system call is closed, and it has the code loaded and
 * compiled, which would else cost the first function some 100 ms. {@link #drive} blocks the calling thread.
 */
final class RoadTest {
    private static final String VARIABLE = "EMFS_ROAD_TEST";

    /** The JVM compiles a method at its 200th call. */
    private static final int ROUNDS = 250;

    private static final int ANSWER_LIMIT_S = 20;

    private final FunctionKey key;
    private final String token = UUID.randomUUID().toString();
    private final Semaphore answers = new Semaphore(0);

    RoadTest(String node) {
        // no function is called this: no environment holds a NUL, and nobody types one; and it ranks behind all others
        this.key = new FunctionKey(node, "\uffff\0road-test");
    }

    /** Whether a command or report is this test's own, and no operator's business. */
    boolean owns(FunctionKey other) {
        return key.equals(other);
    }

    /** The configuration with the test's function in it, matched by an environment that only this agent gives. */
    EmfsConfig amend(EmfsConfig config) {
        List<FunctionConfig> functions = new ArrayList<>(config.functions());
        functions.add(
                0,
                new FunctionConfig(
                        key.function(), new MatchConfig(null, null, null, Map.of(VARIABLE, token), null), null));
        return config.withFunctions(functions);
    }

    /** A process that is found in its queue was brought there by a look for heirs in the meantime. */
    void onApplied(Applied applied) {
        if (owns(applied.change().key()) && applied.moved() + applied.unchanged() > 0) {
            answers.release();
        }
    }

    /** Throws {@link IllegalStateException} if a process does not get its queue. */
    void drive() {
        for (int round = 0; round < ROUNDS; round++) {
            Process process = startProcess();
            try {
                awaitAnswer();
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private Process startProcess() {
        try {
            // back under the normal policy: the child of a real-time agent would inherit the agent's
            ProcessBuilder builder = new ProcessBuilder("chrt", "-o", "0", "sleep", Integer.toString(ANSWER_LIMIT_S));
            builder.environment().put(VARIABLE, token);
            return builder.start();
        } catch (IOException e) {
            throw new IllegalStateException("cannot start a process to test the road with: " + e.getMessage(), e);
        }
    }

    private void awaitAnswer() {
        try {
            if (!answers.tryAcquire(ANSWER_LIMIT_S, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a process of the road test was started and not given its queue within "
                        + ANSWER_LIMIT_S + " s; ./emfs doctor tells what this machine refuses");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the road was tested", e);
        }
    }
}

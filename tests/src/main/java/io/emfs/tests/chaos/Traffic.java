package io.emfs.tests.chaos;

import io.emfs.tests.workload.LoadGenerator;
import io.emfs.tests.workload.LoadOptions;
import io.emfs.tests.workload.LoadResult;
import io.emfs.tests.workload.LoadTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Sends requests to the functions, whether they are there or not, on a thread of its own until closed. */
final class Traffic implements AutoCloseable {
    private static final int CORE = 0;
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final Duration DRAIN = Duration.ofMillis(500);

    private final LoadTarget[] targets;
    private final long seed;
    private final Thread thread = new Thread(this::run, "traffic");

    private volatile boolean closed;
    private final LongAdder answered = new LongAdder();
    private volatile String failure = "";

    private Traffic(List<LoadTarget> targets, long seed) {
        this.targets = targets.toArray(LoadTarget[]::new);
        this.seed = seed;
    }

    static Traffic start(List<LoadTarget> targets, long seed) {
        Traffic traffic = new Traffic(targets, seed);
        traffic.thread.start();
        return traffic;
    }

    long answered() {
        return answered.sum();
    }

    /** Why it gave up; empty if it did not. */
    String failure() {
        return failure;
    }

    private void run() {
        try {
            for (long round = 0; !closed; round++) {
                LoadResult result = new LoadGenerator(CORE)
                        .run(LoadOptions.of(ROUND, seed + round, targets).withDrain(DRAIN));
                answered.add(result.completed());
            }
        } catch (IOException e) {
            failure = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}

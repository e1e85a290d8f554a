package io.emfs.tests.workload;

import java.io.IOException;
import java.util.Optional;

/**
 * What is compared with the kernel's default scheduler. Called from the thread that runs the scenario, alternately
 * {@link #start} and {@link #stop}, several times; the functions are already running at {@link #start}.
 */
public interface SchedulerUnderTest extends AutoCloseable {
    /** Heads its column, e.g. {@code eMFS}. */
    String name();

    /** Returns once it schedules. */
    void start() throws IOException, InterruptedException;

    /** Returns once every thread has its original policy back; does nothing if not started. */
    void stop() throws IOException, InterruptedException;

    /** Where a function ended up, e.g. {@code p2}; asked for just before {@link #stop}. */
    default Optional<String> queueOf(String function) {
        return Optional.empty();
    }

    /** CPU seconds of its own since {@link #start}; asked for just before {@link #stop}. */
    default double cpuS() {
        return 0;
    }

    @Override
    default void close() throws IOException, InterruptedException {
        stop();
    }
}

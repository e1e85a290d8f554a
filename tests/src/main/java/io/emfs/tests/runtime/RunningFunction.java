package io.emfs.tests.runtime;

import java.io.IOException;
import java.util.Set;

/** A function in its runtime, until closed. */
public interface RunningFunction extends AutoCloseable {
    /** The process that was started and all below it. */
    Set<Integer> pids();

    /** Invokes the function so often, one after the other, and blocks until the last answer; throws for a wrong one. */
    void invoke(int times) throws IOException, InterruptedException;

    @Override
    void close();
}

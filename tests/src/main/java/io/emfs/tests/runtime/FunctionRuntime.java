package io.emfs.tests.runtime;

import java.io.IOException;

/** A FaaS runtime with one function. */
public interface FunctionRuntime {
    /** The name that the process's environment gives the function. */
    String function();

    /**
     * Blocks until the function can be invoked; {@link IOException} with what the runtime printed if it ends before.
     *
     * @param port where it listens; for a runtime that fetches its invocations, where these are offered
     */
    RunningFunction start(int port) throws IOException, InterruptedException;
}

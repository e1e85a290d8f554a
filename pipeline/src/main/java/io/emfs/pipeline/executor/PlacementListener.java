package io.emfs.pipeline.executor;

import io.emfs.state.FunctionKey;

/** Is told of each queue change that was carried out, on the executor's thread: it must not block. */
@FunctionalInterface
public interface PlacementListener {

    /**
     * The function is in that queue now.
     *
     * @param queue 1…n
     * @param demandNs CPU time that a request of the function is expected to take, ns; 0 = not known
     */
    void placed(FunctionKey key, int queue, long demandNs);
}

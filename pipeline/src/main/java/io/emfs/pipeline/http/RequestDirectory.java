package io.emfs.pipeline.http;

import io.emfs.bpf.monitor.RequestTotals;
import io.emfs.state.FunctionKey;

/** What the kernel has counted of a function at this moment. Thread-safe. */
@FunctionalInterface
public interface RequestDirectory {
    /** {@link RequestTotals#NONE} for a function that nobody watches. */
    RequestTotals totalsOf(FunctionKey key);
}

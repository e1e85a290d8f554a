package io.emfs.operators.policy;

import io.emfs.state.FunctionStanding;
import io.emfs.state.NodeStanding;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the policy keeps what it knows of one node. One thread. */
interface NodeMemory {

    /** Null for a function that was never placed. */
    @Nullable
    FunctionStanding standingOf(String function);

    void remember(String function, FunctionStanding standing);

    /** Of all functions that were ever placed; not to be changed. */
    Map<String, FunctionStanding> standings();

    NodeStanding node();

    void remember(NodeStanding node);
}

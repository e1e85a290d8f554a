package io.emfs.operators.policy;

import io.emfs.operators.learning.Forecast;
import io.emfs.operators.learning.KnownForecast;
import io.emfs.operators.learning.NodeLoads;
import io.emfs.operators.learning.ServedModel;
import io.emfs.state.FunctionProfile;
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

    /** Null for a function that nothing was learned of. */
    @Nullable
    FunctionProfile profileOf(String function);

    void remember(String function, FunctionProfile profile);

    /** When its queues were put in order; not kept beyond this run. */
    OrderTimes orders();

    /** What the node's functions use, as of their last windows. */
    NodeLoads loads();

    /** The model in use; null while there is none. */
    @Nullable
    ServedModel model();

    /** Where models are trained from. */
    LessonLog lessons();

    /** The last forecast of each function. */
    Map<String, KnownForecast> forecasts();

    /** For one forecast at a time. */
    Forecast room();

    NodeStanding node();

    void remember(NodeStanding node);
}

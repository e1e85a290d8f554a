package io.emfs.operators.learning;

import io.emfs.operators.TypeInformations;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionProfile;
import io.emfs.state.NodeLoad;
import io.emfs.state.Observation;
import io.emfs.state.ProfiledWindow;
import io.emfs.state.Signal;
import io.emfs.state.WindowSummary;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each function's profile and sends it along with every window; other signals pass. Runs on the task thread.
 *
 * <p>Only the windows of one name enter the profile, and it is the policy's: a profile with a memory of twelve windows
 * would otherwise mix seconds with minutes, and could not be compared to the window that decisions are made on.
 */
public final class FunctionProfiler extends KeyedProcessFunction<FunctionKey, Signal, Signal> {
    private static final long serialVersionUID = 1;
    private static final ValueStateDescriptor<FunctionProfile> PROFILE =
            new ValueStateDescriptor<>("profile", TypeInformations.FUNCTION_PROFILE);

    /** Queue and load are known further down the road: here, every window counts as one of a function alone. */
    private static final int QUEUE = 1;

    private static final NodeLoad NO_LOAD = NodeLoad.none(1);

    private final String profiledWindow;

    @SuppressWarnings("NullAway.Init") // Flink calls open() first
    private transient ValueState<FunctionProfile> profile;

    /** The profile is made of the windows named {@code profiledWindow}; the others pass by. */
    public FunctionProfiler(String profiledWindow) {
        this.profiledWindow = profiledWindow;
    }

    @Override
    public void open(OpenContext context) {
        profile = getRuntimeContext().getState(PROFILE);
    }

    @Override
    public void processElement(Signal signal, Context context, Collector<Signal> out) throws Exception {
        if (signal instanceof WindowSummary window) {
            out.collect(profiled(window));
        } else {
            out.collect(signal);
        }
    }

    private ProfiledWindow profiled(WindowSummary window) throws Exception {
        @Nullable FunctionProfile stored = profile.value();
        FunctionProfile after = stored == null ? FunctionProfile.EMPTY : stored;
        if (window.window().equals(profiledWindow)) {
            after = after.next(Observation.of(window, QUEUE, 0, NO_LOAD));
            profile.update(after);
        }
        return new ProfiledWindow(window, after);
    }
}

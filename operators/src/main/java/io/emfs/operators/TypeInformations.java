package io.emfs.operators;

import io.emfs.state.Command;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionProfile;
import io.emfs.state.FunctionReport;
import io.emfs.state.FunctionStanding;
import io.emfs.state.LearningReport;
import io.emfs.state.NodeEvent;
import io.emfs.state.NodeStanding;
import io.emfs.state.QueueChange;
import io.emfs.state.QueuePlacement;
import io.emfs.state.Signal;
import io.emfs.state.SliceKey;
import io.emfs.state.WindowSlice;
import io.emfs.state.WindowSummary;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The Flink type of everything that is streamed or kept as state. */
public final class TypeInformations {
    public static final TypeInformation<FunctionKey> FUNCTION_KEY = new CodecTypeInformation<>(FunctionKey.class);
    public static final TypeInformation<NodeEvent> NODE_EVENT = new CodecTypeInformation<>(NodeEvent.class);
    public static final TypeInformation<SliceKey> SLICE_KEY = new CodecTypeInformation<>(SliceKey.class);
    public static final TypeInformation<WindowSlice> WINDOW_SLICE = new CodecTypeInformation<>(WindowSlice.class);
    public static final TypeInformation<WindowSummary> WINDOW_SUMMARY = new CodecTypeInformation<>(WindowSummary.class);
    public static final TypeInformation<FunctionProfile> FUNCTION_PROFILE =
            new CodecTypeInformation<>(FunctionProfile.class);
    public static final TypeInformation<QueuePlacement> QUEUE_PLACEMENT =
            new CodecTypeInformation<>(QueuePlacement.class);
    public static final TypeInformation<QueueChange> QUEUE_CHANGE = new CodecTypeInformation<>(QueueChange.class);
    public static final TypeInformation<FunctionReport> FUNCTION_REPORT =
            new CodecTypeInformation<>(FunctionReport.class);
    public static final TypeInformation<LearningReport> LEARNING_REPORT =
            new CodecTypeInformation<>(LearningReport.class);

    public static final TypeInformation<FunctionStanding> FUNCTION_STANDING =
            new CodecTypeInformation<>(FunctionStanding.class);
    public static final TypeInformation<NodeStanding> NODE_STANDING = new CodecTypeInformation<>(NodeStanding.class);
    public static final TypeInformation<Command> COMMAND = new CodecTypeInformation<>(Command.class);
    public static final TypeInformation<Signal> SIGNAL = new CodecTypeInformation<>(Signal.class);

    private TypeInformations() {}
}

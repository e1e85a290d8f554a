package io.emfs.state.codec;

import io.emfs.state.Command;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionProfile;
import io.emfs.state.FunctionReport;
import io.emfs.state.FunctionStanding;
import io.emfs.state.LatencySketch;
import io.emfs.state.LearningReport;
import io.emfs.state.MissTally;
import io.emfs.state.NodeEvent;
import io.emfs.state.NodeStanding;
import io.emfs.state.Percentiles;
import io.emfs.state.QueueChange;
import io.emfs.state.QueuePlacement;
import io.emfs.state.Signal;
import io.emfs.state.SliceKey;
import io.emfs.state.WindowSlice;
import io.emfs.state.WindowSummary;
import java.util.List;

/** All codecs, by name and by type. Immutable. */
public final class Codecs {
    public static final Codec<FunctionKey> FUNCTION_KEY = new FunctionKeyCodec();
    public static final Codec<NodeEvent> NODE_EVENT = new NodeEventCodec();
    public static final Codec<Percentiles> PERCENTILES = new PercentilesCodec();
    public static final Codec<WindowSummary> WINDOW_SUMMARY = new WindowSummaryCodec();
    public static final Codec<QueueChange> QUEUE_CHANGE = new QueueChangeCodec();
    public static final Codec<LatencySketch> LATENCY_SKETCH = new LatencySketchCodec();
    public static final Codec<WindowSlice> WINDOW_SLICE = new WindowSliceCodec();
    public static final Codec<SliceKey> SLICE_KEY = new SliceKeyCodec();
    public static final Codec<FunctionProfile> FUNCTION_PROFILE = new FunctionProfileCodec();
    public static final Codec<QueuePlacement> QUEUE_PLACEMENT = new QueuePlacementCodec();
    public static final Codec<MissTally> MISS_TALLY = new MissTallyCodec();
    public static final Codec<FunctionStanding> FUNCTION_STANDING = new FunctionStandingCodec();
    public static final Codec<NodeStanding> NODE_STANDING = new NodeStandingCodec();
    public static final Codec<Command> COMMAND = new CommandCodec();
    public static final Codec<Signal> SIGNAL = new SignalCodec();
    public static final Codec<FunctionReport> FUNCTION_REPORT = new FunctionReportCodec();
    public static final Codec<LearningReport> LEARNING_REPORT = new LearningReportCodec();

    public static final List<Codec<?>> ALL = List.of(
            FUNCTION_KEY,
            NODE_EVENT,
            PERCENTILES,
            WINDOW_SUMMARY,
            QUEUE_CHANGE,
            LATENCY_SKETCH,
            WINDOW_SLICE,
            SLICE_KEY,
            FUNCTION_PROFILE,
            QUEUE_PLACEMENT,
            MISS_TALLY,
            FUNCTION_STANDING,
            NODE_STANDING,
            COMMAND,
            SIGNAL,
            FUNCTION_REPORT,
            LEARNING_REPORT);

    private Codecs() {}

    /** The codec of exactly {@code type}; throws {@link IllegalArgumentException} if there is none. */
    @SuppressWarnings("unchecked") // a codec's type() is its own type parameter
    public static <T> Codec<T> forType(Class<T> type) {
        for (Codec<?> codec : ALL) {
            if (codec.type().equals(type)) {
                return (Codec<T>) codec;
            }
        }
        throw new IllegalArgumentException("no codec for " + type.getName());
    }
}

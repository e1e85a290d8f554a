package io.emfs.state.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.config.ConfigLoader;
import io.emfs.config.LoadedConfig;
import io.emfs.state.Basis;
import io.emfs.state.Calibration;
import io.emfs.state.ChangeReason;
import io.emfs.state.ConfigurationChanged;
import io.emfs.state.Demand;
import io.emfs.state.FunctionPlaced;
import io.emfs.state.FunctionReport;
import io.emfs.state.FunctionStanding;
import io.emfs.state.InstanceExited;
import io.emfs.state.InstanceStarted;
import io.emfs.state.LatencySketch;
import io.emfs.state.LearningReport;
import io.emfs.state.MissTally;
import io.emfs.state.MoveTrial;
import io.emfs.state.NodeEvent;
import io.emfs.state.NodeStanding;
import io.emfs.state.Prediction;
import io.emfs.state.PromotionHold;
import io.emfs.state.QueueChange;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestCompleted;
import io.emfs.state.RequestDigest;
import io.emfs.state.SliceKey;
import io.emfs.state.ThreadCause;
import io.emfs.state.ThreadChange;
import io.emfs.state.ThreadEvent;
import io.emfs.state.WindowSlice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodecsTest {
    private static final Prediction PREDICTION = new Prediction("simulation@2026", 20e6, 23.5e6);

    @Test
    void returnRecordsAsTheyWere() throws IOException {
        roundTrip(Codecs.FUNCTION_KEY, Samples.KEY);
        roundTrip(Codecs.NODE_EVENT, new RequestAnswered(Samples.KEY, 1, 2, 3, 4, 1, false));
        roundTrip(Codecs.NODE_EVENT, new RequestCompleted(Samples.KEY, 1, 2, 3, 4, 5, 6, 7));
        roundTrip(Codecs.NODE_EVENT, new InstanceStarted(Samples.KEY, 17, Long.MAX_VALUE, 0b101));
        roundTrip(Codecs.NODE_EVENT, new InstanceExited(Samples.KEY, 17, 3, 99));
        for (ThreadCause cause : ThreadCause.values()) {
            roundTrip(Codecs.NODE_EVENT, new ThreadEvent(Samples.KEY, 99, cause, 17, 18, 4711, 2, 40_000_000));
        }
        LoadedConfig configuration =
                ConfigLoader.parse("configuration", "windows: [{name: fast, size: 3s, slide: 1s}]", List.of("node=n1"));
        roundTrip(Codecs.NODE_EVENT, new ConfigurationChanged("n1", 99, configuration));
        roundTrip(Codecs.PERCENTILES, Samples.SUMMARY.latency());
        roundTrip(Codecs.WINDOW_SUMMARY, Samples.SUMMARY);
        roundTrip(Codecs.SLICE_KEY, new SliceKey("fast", -200, 0));
        roundTrip(Codecs.FUNCTION_PROFILE, Samples.PROFILE);
        roundTrip(Codecs.QUEUE_PLACEMENT, Samples.PLACEMENT);
        FunctionStanding standing = new FunctionStanding(
                Samples.PLACEMENT,
                new Demand(1, 2, 3),
                new MissTally(4, 5.5, 1.25),
                new PromotionHold(6, 2),
                5,
                8,
                new Calibration(12, 0.75f));
        roundTrip(Codecs.FUNCTION_STANDING, standing);
        roundTrip(Codecs.NODE_STANDING, NodeStanding.EMPTY);
        roundTrip(
                Codecs.NODE_STANDING,
                new NodeStanding(standing.misses(), MoveTrial.start("f", 3, 2, 7, standing.misses(), MissTally.EMPTY)));
        roundTrip(Codecs.COMMAND, new ThreadChange(Samples.KEY, 1, 2, 3, 4, true, ThreadCause.LATE, 5));
        roundTrip(
                Codecs.COMMAND,
                new QueueChange(Samples.KEY, 2, 1, ChangeReason.RANKED, 1, 0, 0, 9, 3, 4, PREDICTION, Basis.MODEL));
        roundTrip(Codecs.SIGNAL, Samples.SUMMARY);
        roundTrip(Codecs.SIGNAL, new InstanceStarted(Samples.KEY, 17, 99));
        roundTrip(Codecs.NODE_EVENT, new FunctionPlaced(Samples.KEY, 4, 99));
        roundTrip(
                Codecs.FUNCTION_REPORT,
                new FunctionReport(Samples.SUMMARY, Samples.PROFILE, 6, null, Basis.LADDER_YOUNG, Calibration.NONE));
        for (Basis basis : Basis.values()) {
            roundTrip(
                    Codecs.FUNCTION_REPORT,
                    new FunctionReport(
                            Samples.SUMMARY, Samples.PROFILE, 6, PREDICTION, basis, new Calibration(70, 0.81f)));
        }
        roundTrip(Codecs.LEARNING_REPORT, LearningReport.NONE);
        roundTrip(Codecs.LEARNING_REPORT, Samples.LEARNING);
        for (ChangeReason reason : ChangeReason.values()) {
            roundTrip(
                    Codecs.QUEUE_CHANGE,
                    new QueueChange(
                            Samples.KEY,
                            2,
                            1,
                            reason,
                            123,
                            30e6,
                            24_000_000,
                            77,
                            3,
                            8_000_000,
                            null,
                            Basis.LADDER_UNFORESEEN));
        }
    }

    /** Version 2 ended before the calibration, which is the last twelve bytes. */
    @Test
    void readsFunctionStandingVersionTwo() throws IOException {
        FunctionStanding standing = FunctionStanding.of(Samples.PLACEMENT).on(5).learned(8);
        byte[] bytes = Bytes.of(Codecs.FUNCTION_STANDING, standing);
        bytes[0] = 2;

        assertThat(Bytes.read(Codecs.FUNCTION_STANDING, Arrays.copyOf(bytes, bytes.length - 12)))
                .isEqualTo(standing);
    }

    @Test
    void returnSketchesThatAnswerAlike() throws IOException {
        Random random = new Random(7);
        for (int n = 0; n < 200; n++) {
            LatencySketch sketch = new LatencySketch();
            random.longs(n, 0, 10_000_000_000L).forEach(sketch::add);
            byte[] bytes = Bytes.of(Codecs.LATENCY_SKETCH, sketch);
            LatencySketch read = Bytes.read(Codecs.LATENCY_SKETCH, bytes);

            assertThat(read.toPercentiles()).isEqualTo(sketch.toPercentiles());
            assertThat(read.count()).isEqualTo(n);
            assertThat(Bytes.of(Codecs.LATENCY_SKETCH, read)).isEqualTo(bytes);
        }
    }

    @Test
    void returnADigestWithAllItsRequests() throws IOException {
        NodeEvent digest = new RequestDigest(Samples.KEY, 77, Samples.completedSlice());
        RequestDigest read = (RequestDigest) Bytes.read(Codecs.NODE_EVENT, Bytes.of(Codecs.NODE_EVENT, digest));

        assertThat(read.timestampNs()).isEqualTo(77);
        assertThat(read.requests().toPercentiles())
                .isEqualTo(Samples.completedSlice().toPercentiles());
    }

    @Test
    void returnASketchThatGoesOnCounting() throws IOException {
        WindowSlice read = Bytes.read(Codecs.WINDOW_SLICE, Bytes.of(Codecs.WINDOW_SLICE, Samples.slice()));
        read.merge(Samples.slice());

        WindowSlice never = Samples.slice();
        never.merge(Samples.slice());
        assertThat(Bytes.of(Codecs.WINDOW_SLICE, read)).isEqualTo(Bytes.of(Codecs.WINDOW_SLICE, never));
    }

    @Test
    void copyWhatIsMutable() {
        WindowSlice slice = Samples.slice();
        WindowSlice copy = Codecs.WINDOW_SLICE.copy(slice);
        copy.add(new RequestAnswered(Samples.KEY, 1, 2, 3, 4, 1, false));

        assertThat(slice.count()).isEqualTo(10);
        assertThat(copy.count()).isEqualTo(11);
        assertThat(Codecs.QUEUE_PLACEMENT.copy(Samples.PLACEMENT)).isSameAs(Samples.PLACEMENT);
        assertThat(Codecs.ALL.stream().filter(codec -> !codec.immutable()))
                .containsExactly(Codecs.LATENCY_SKETCH, Codecs.WINDOW_SLICE);
    }

    @Test
    void keepAProfileWithinHalfAKibibyte() {
        assertThat(Bytes.of(Codecs.FUNCTION_PROFILE, Samples.PROFILE).length).isEqualTo(385);
    }

    @Test
    void rejectAFutureVersionByName() {
        for (Codec<?> codec : Codecs.ALL) {
            byte future = (byte) (codec.version() + 1);
            assertThatThrownBy(() -> Bytes.read(codec, new byte[] {future, 0, 0, 0, 0}))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot read " + codec.type().getSimpleName() + " version=" + future
                            + ", newest supported version=" + codec.version());
        }
    }

    @Test
    void rejectAnOldSketchOfAnotherAccuracyOrMapping() throws IOException {
        byte[] accuracy = Bytes.golden("LatencySketch.v1");
        ByteBuffer.wrap(accuracy).putDouble(1, 0.02);
        byte[] mapping = Bytes.golden("LatencySketch.v1");
        mapping[9] = 3;

        assertThatThrownBy(() -> Bytes.read(Codecs.LATENCY_SKETCH, accuracy))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read a sketch with relativeAccuracy=0.02, mapping=1;"
                        + " supported: relativeAccuracy=0.01, mapping=1");
        assertThatThrownBy(() -> Bytes.read(Codecs.LATENCY_SKETCH, mapping))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("relativeAccuracy=0.01, mapping=3;");
    }

    @Test
    void rejectAnUnknownTag() {
        byte[] bytes = Bytes.of(Codecs.NODE_EVENT, new InstanceStarted(Samples.KEY, 17, 1));
        bytes[1] = 10;

        assertThatThrownBy(() -> Bytes.read(Codecs.NODE_EVENT, bytes)).hasMessage("unknown NodeEvent tag=10");
    }

    @Test
    void areFoundByType() {
        for (Codec<?> codec : Codecs.ALL) {
            assertThat(Codecs.forType(codec.type())).isSameAs(codec);
        }
        assertThatThrownBy(() -> Codecs.forType(String.class)).hasMessage("no codec for java.lang.String");
    }

    private static <T> void roundTrip(Codec<T> codec, T value) throws IOException {
        assertThat(Bytes.read(codec, Bytes.of(codec, value))).isEqualTo(value);
    }
}

package io.emfs.state.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emfs.state.FunctionProfile;
import io.emfs.state.LatencySketch;
import io.emfs.state.Quantity;
import io.emfs.state.QueueHistory;
import io.emfs.state.Statistic;
import io.emfs.state.WindowSlice;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What an older version wrote must decode for ever: a state directory outlives the release that wrote it. */
class GoldenBytesTest {

    /** Version 1 had other bins; their middles may be off by its own error and by today's. */
    @Test
    void readsLatencySketchVersionOne() throws IOException {
        LatencySketch sketch = Bytes.read(Codecs.LATENCY_SKETCH, Bytes.golden("LatencySketch.v1"));

        assertThat(sketch.count()).isEqualTo(23);
        assertThat(sketch.zeros()).isEqualTo(1);
        assertThat(sketch.sumNs()).isEqualTo(210_001_001);
        assertThat(sketch.maxNs()).isEqualTo(20_000_000);
        for (double q : new double[] {0.1, 0.25, 0.5, 0.75, 0.95, 0.99}) {
            double now = Samples.sketch().percentile(q);
            assertThat(sketch.percentile(q)).as("q=%s", q).isCloseTo(now, within(0.02 * now));
        }
    }

    @Test
    void readsWindowSliceVersionOne() throws IOException {
        WindowSlice slice = Bytes.read(Codecs.WINDOW_SLICE, Bytes.golden("WindowSlice.v1"));

        assertThat(slice.count()).isEqualTo(10);
        assertThat(slice.of(Quantity.LATENCY).maxNs()).isEqualTo(11_000_000);
        assertThat(slice.of(Quantity.QUEUE_DELAY).sumNs()).isEqualTo(5_500_000);
        assertThat(slice.of(Quantity.SERVICE).count()).isEqualTo(10);
        assertThat(slice.of(Quantity.DURATION).count()).isZero();
    }

    @Test
    void readsLatencySketchVersionTwo() throws IOException {
        assertThat(Bytes.read(Codecs.LATENCY_SKETCH, Bytes.golden("LatencySketch.v2"))
                        .toPercentiles())
                .isEqualTo(Samples.sketch().toPercentiles());
    }

    @Test
    void readsWindowSliceVersionTwo() throws IOException {
        WindowSlice slice = Bytes.read(Codecs.WINDOW_SLICE, Bytes.golden("WindowSlice.v2"));

        assertThat(slice.of(Quantity.ON_CPU).count()).isEqualTo(9);
        assertThat(slice.inFlight()).isEqualTo(WindowSlice.UNKNOWN);
        assertThat(slice.toPercentiles()).isEqualTo(Samples.completedSlice().toPercentiles());
    }

    @Test
    void readsWindowSliceVersionThree() throws IOException {
        WindowSlice slice = Bytes.read(Codecs.WINDOW_SLICE, Bytes.golden("WindowSlice.v3"));

        assertThat(slice.inFlight()).isZero();
        assertThat(slice.answeredNs()).isEqualTo(10_011_000_000L);
        assertThat(slice.toPercentiles()).isEqualTo(Samples.completedSlice().toPercentiles());
    }

    /** It knew neither queue nor load: the profile starts anew, and what is stored behind it still reads. */
    @Test
    void startsFunctionProfileVersionOneAnew() throws IOException {
        assertThat(Bytes.read(Codecs.FUNCTION_PROFILE, Bytes.golden("FunctionProfile.v1")))
                .isEqualTo(FunctionProfile.EMPTY);
    }

    /** It had no history of the queues: that starts empty, everything else goes on. */
    @Test
    void readsFunctionProfileVersionTwo() throws IOException {
        FunctionProfile profile = Bytes.read(Codecs.FUNCTION_PROFILE, Bytes.golden("FunctionProfile.v2"));

        assertThat(profile.history()).isEqualTo(QueueHistory.EMPTY);
        assertThat(profile.windows()).isEqualTo(Samples.PROFILE.windows());
        assertThat(profile.score()).isEqualTo(Samples.PROFILE.score());
        for (Statistic statistic : Statistic.values()) {
            assertThat(profile.mean(statistic)).isEqualTo(Samples.PROFILE.mean(statistic));
            assertThat(profile.last(statistic)).isEqualTo(Samples.PROFILE.last(statistic));
        }
        assertThat(profile.load(5)).isEqualTo(Samples.PROFILE.load(5));
    }

    @Test
    void readsFunctionProfileVersionThree() throws IOException {
        assertThat(Bytes.read(Codecs.FUNCTION_PROFILE, Bytes.golden("FunctionProfile.v3")))
                .isEqualTo(Samples.PROFILE);
    }

    @Test
    void readsQueuePlacementVersionOne() throws IOException {
        assertThat(Bytes.read(Codecs.QUEUE_PLACEMENT, Bytes.golden("QueuePlacement.v1")))
                .isEqualTo(Samples.PLACEMENT);
    }

    @Test
    void readsLearningReportVersionOne() throws IOException {
        assertThat(Bytes.read(Codecs.LEARNING_REPORT, Bytes.golden("LearningReport.v1")))
                .isEqualTo(Samples.LEARNING);
    }

    /** A format that drifts without a new version would be unreadable for the previous release. */
    @Test
    void writesTheNewestVersionAsItAlwaysDid() throws IOException {
        assertThat(hex(Bytes.of(Codecs.LATENCY_SKETCH, Samples.sketch())))
                .isEqualTo(hex(Bytes.golden("LatencySketch.v2")));
        assertThat(hex(Bytes.of(Codecs.WINDOW_SLICE, Samples.completedSlice())))
                .isEqualTo(hex(Bytes.golden("WindowSlice.v3")));
        assertThat(hex(Bytes.of(Codecs.FUNCTION_PROFILE, Samples.PROFILE)))
                .isEqualTo(hex(Bytes.golden("FunctionProfile.v3")));
        assertThat(hex(Bytes.of(Codecs.QUEUE_PLACEMENT, Samples.PLACEMENT)))
                .isEqualTo(hex(Bytes.golden("QueuePlacement.v1")));
        assertThat(hex(Bytes.of(Codecs.LEARNING_REPORT, Samples.LEARNING)))
                .isEqualTo(hex(Bytes.golden("LearningReport.v1")));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}

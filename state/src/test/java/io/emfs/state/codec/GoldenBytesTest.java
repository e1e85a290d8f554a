package io.emfs.state.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.state.LatencySketch;
import io.emfs.state.WindowSlice;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What version 1 once wrote must decode for ever: a state directory outlives the release that wrote it. */
class GoldenBytesTest {

    @Test
    void readsLatencySketchVersionOne() throws IOException {
        LatencySketch sketch = Bytes.read(Codecs.LATENCY_SKETCH, Bytes.golden("LatencySketch.v1"));

        assertThat(sketch.count()).isEqualTo(23);
        assertThat(sketch.zeros()).isEqualTo(1);
        assertThat(sketch.sumNs()).isEqualTo(210_001_001);
        assertThat(sketch.toPercentiles()).isEqualTo(Samples.sketch().toPercentiles());
    }

    @Test
    void readsWindowSliceVersionOne() throws IOException {
        WindowSlice slice = Bytes.read(Codecs.WINDOW_SLICE, Bytes.golden("WindowSlice.v1"));

        assertThat(slice.count()).isEqualTo(10);
        assertThat(slice.latency().maxNs()).isEqualTo(11_000_000);
        assertThat(slice.queueDelay().sumNs()).isEqualTo(5_500_000);
        assertThat(slice.service().toPercentiles())
                .isEqualTo(Samples.slice().service().toPercentiles());
    }

    @Test
    void readsFunctionProfileVersionOne() throws IOException {
        assertThat(Bytes.read(Codecs.FUNCTION_PROFILE, Bytes.golden("FunctionProfile.v1")))
                .isEqualTo(Samples.PROFILE);
    }

    @Test
    void readsQueuePlacementVersionOne() throws IOException {
        assertThat(Bytes.read(Codecs.QUEUE_PLACEMENT, Bytes.golden("QueuePlacement.v1")))
                .isEqualTo(Samples.PLACEMENT);
    }

    /** A format that drifts without a new version would be unreadable for the previous release. */
    @Test
    void writesVersionOneAsItAlwaysDid() throws IOException {
        assertThat(hex(Bytes.of(Codecs.LATENCY_SKETCH, Samples.sketch())))
                .isEqualTo(hex(Bytes.golden("LatencySketch.v1")));
        assertThat(hex(Bytes.of(Codecs.WINDOW_SLICE, Samples.slice()))).isEqualTo(hex(Bytes.golden("WindowSlice.v1")));
        assertThat(hex(Bytes.of(Codecs.FUNCTION_PROFILE, Samples.PROFILE)))
                .isEqualTo(hex(Bytes.golden("FunctionProfile.v1")));
        assertThat(hex(Bytes.of(Codecs.QUEUE_PLACEMENT, Samples.PLACEMENT)))
                .isEqualTo(hex(Bytes.golden("QueuePlacement.v1")));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}

package io.emfs.state.codec;

import io.emfs.state.DemotionBackoff;
import io.emfs.state.ForecastScore;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionProfile;
import io.emfs.state.HeldOutErrors;
import io.emfs.state.LatencySketch;
import io.emfs.state.LearningReport;
import io.emfs.state.NodeLoad;
import io.emfs.state.Observation;
import io.emfs.state.Percentiles;
import io.emfs.state.QueuePlacement;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestCompleted;
import io.emfs.state.RequestPercentiles;
import io.emfs.state.WindowSlice;
import io.emfs.state.WindowSummary;
import java.util.List;

/** The values behind the golden bytes: never change one, add another. */
final class Samples {
    static final FunctionKey KEY = new FunctionKey("node-1", "thumbnail");

    static final WindowSummary SUMMARY = new WindowSummary(
            KEY,
            "fast",
            1_700_000_000_000L,
            1_700_000_001_000L,
            40,
            3,
            RequestPercentiles.answered(
                    new Percentiles(1e6, 2e6, 3e6, 4e6, 5e6),
                    new Percentiles(1e5, 2e5, 3e5, 4e5, 5e5),
                    new Percentiles(9e5, 18e5, 27e5, 36e5, 45e5)),
            3e6,
            2,
            1_700_000_001_002_345_678L);

    static final FunctionProfile PROFILE = FunctionProfile.EMPTY
            .next(Observation.of(SUMMARY, 3, 1, new NodeLoad(0.1, 0, 0.2, 0, 0.3, 0.05)))
            .next(new Observation(
                    4, 1, 8, 9e6, 7e6, 6e6, 9e5, 81e5, 63e5, 1e5, 0, 1, new NodeLoad(0.2, 0.1, 0, 0, 0.25, 0.05)))
            .with(new ForecastScore(1, 0.25f, 0.5f, -0.125f, 1.5f, 0.0625f));

    static final QueuePlacement PLACEMENT = new QueuePlacement(
            3,
            24_000_000,
            1,
            0,
            1_700_000_000_200L,
            true,
            1_700_000_100_000L,
            List.of(new DemotionBackoff(4, 8, 1_600_000_000_000L), new DemotionBackoff(3, 2, 1_650_000_000_000L)));

    static final LearningReport LEARNING = new LearningReport(
            "retrained@2026", 7, 12_345, 67, 3, 4, 1, 12.5, new HeldOutErrors(0.125, 0.25, 0.5, 0.375, Double.NaN));

    private Samples() {}

    /** 0, 1 ns, 1 µs, then 1…20 ms: one bin each end of the range, and neighbours. */
    static LatencySketch sketch() {
        LatencySketch sketch = new LatencySketch();
        sketch.add(0);
        sketch.add(1);
        sketch.add(1_000);
        for (int ms = 1; ms <= 20; ms++) {
            sketch.add(ms * 1_000_000L);
        }
        return sketch;
    }

    /** Requests that were answered, and nothing else known of them: all that version 1 had. */
    static WindowSlice slice() {
        WindowSlice slice = new WindowSlice();
        for (int i = 1; i <= 10; i++) {
            slice.add(new RequestAnswered(KEY, i * 1_000_000_000L, i * 100_000L, i * 1_000_000L, 42, 1, false));
        }
        return slice;
    }

    /** With what became known when the requests were over; the CPU time of the last one is not. */
    static WindowSlice completedSlice() {
        WindowSlice slice = slice();
        for (int i = 1; i <= 10; i++) {
            long cpuNs = i == 10 ? RequestCompleted.UNKNOWN : i * 900_000L;
            slice.add(new RequestCompleted(KEY, 1, i * 1_200_000L, cpuNs, i * 50_000L, 100, 2_000, 42));
        }
        return slice;
    }
}

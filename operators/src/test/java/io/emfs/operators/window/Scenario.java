package io.emfs.operators.window;

import io.emfs.state.FunctionKey;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestCompleted;
import io.emfs.state.RequestDigest;
import io.emfs.state.WindowSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Requests of some functions at random times, in part out of order and too late, with silences, and the watermarks between
 * them. They are on a node each. Immutable.
 */
record Scenario(List<Step> steps) {
    private static final int FUNCTIONS = 7;
    private static final int STEPS = 400;
    private static final long NS_PER_MS = 1_000_000;

    /** An event, and the watermark that follows it. */
    record Step(NodeEvent event, long watermarkMs) {}

    static Scenario random(long seed) {
        Random random = new Random(seed);
        List<FunctionKey> keys = IntStream.range(0, FUNCTIONS)
                .mapToObj(i -> new FunctionKey("node" + i, "f" + i))
                .toList();
        List<Step> steps = new ArrayList<>();
        long nowMs = 100_000;
        for (int i = 0; i < STEPS; i++) {
            nowMs += random.nextInt(50) == 0 ? random.nextInt(6_000) : random.nextInt(40);
            long behindMs = random.nextInt(20) == 0 ? random.nextInt(4_000) : random.nextInt(10);
            // some are seldom heard of, and go to and fro between heap and keyed state
            FunctionKey key = keys.get(random.nextInt(1 + random.nextInt(FUNCTIONS)));
            steps.add(new Step(event(key, (nowMs - behindMs) * NS_PER_MS, random), nowMs - 10));
        }
        return new Scenario(steps);
    }

    private static NodeEvent event(FunctionKey key, long timestampNs, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> completed(key, timestampNs, random);
            case 1 -> new RequestDigest(key, timestampNs, digest(key, random));
            default -> answered(key, timestampNs, random);
        };
    }

    private static RequestAnswered answered(FunctionKey key, long timestampNs, Random random) {
        long queueNs = random.nextInt(3) == 0 ? 0 : random.nextInt(5_000_000);
        long serviceNs = random.nextInt(80_000_000);
        return new RequestAnswered(key, timestampNs - queueNs - serviceNs, queueNs, serviceNs, 1, 1, false);
    }

    private static RequestCompleted completed(FunctionKey key, long timestampNs, Random random) {
        long cpuNs = random.nextInt(3) == 0 ? RequestCompleted.UNKNOWN : random.nextInt(60_000_000);
        return new RequestCompleted(
                key, timestampNs, random.nextInt(90_000_000), cpuNs, random.nextInt(1_000), 1, 1, 1);
    }

    private static WindowSlice digest(FunctionKey key, Random random) {
        WindowSlice slice = new WindowSlice();
        for (int i = random.nextInt(30); i > 0; i--) {
            slice.add(answered(key, 0, random));
            slice.add(completed(key, 0, random));
        }
        return slice;
    }
}

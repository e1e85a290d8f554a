package io.emfs.tests.stream;

import io.emfs.state.FunctionKey;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestCompleted;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Requests of one source's functions, whose times were drawn beforehand: service around 8 ms, log-normal; waits exponential, half of them too short to
 * be seen. Immutable.
 */
final class SyntheticRequests {
    private static final int DRAWN = 4096;
    private static final double MEDIAN_SERVICE_NS = 8e6;
    private static final double SIGMA = 0.5;
    private static final double MEAN_WAIT_NS = 2e6;
    private static final double WAIT_SHARE = 0.5;
    private static final int WAKE_UP_NS = 20_000;
    private static final int RESPONSE_NS = 30_000;

    private final List<FunctionKey> keys;
    private final List<Times> drawn;

    SyntheticRequests(Functions functions, int source, long seed) {
        keys = functions.of(source);
        Random random = new Random(seed);
        drawn = Stream.generate(() -> draw(random)).limit(DRAWN).toList();
    }

    private static Times draw(Random random) {
        long cpuNs = (long) (MEDIAN_SERVICE_NS * Math.exp(SIGMA * random.nextGaussian()));
        long runQueueNs = wait(random);
        return new Times(WAKE_UP_NS + wait(random), cpuNs + runQueueNs, cpuNs, runQueueNs);
    }

    private static long wait(Random random) {
        return random.nextDouble() < WAIT_SHARE ? 0 : (long) (-MEAN_WAIT_NS * Math.log(1 - random.nextDouble()));
    }

    /** Of the source's functions, the one of that number. */
    FunctionKey key(int index) {
        return keys.get(index);
    }

    RequestAnswered answered(FunctionKey key, long index, long timestampNs) {
        Times times = times(index);
        return new RequestAnswered(
                key, timestampNs - times.queueNs - times.serviceNs, times.queueNs, times.serviceNs, 1, 1, false);
    }

    RequestCompleted completed(FunctionKey key, long index, long timestampNs) {
        Times times = times(index);
        return new RequestCompleted(
                key,
                timestampNs,
                times.queueNs + times.serviceNs + RESPONSE_NS,
                times.onCpuNs,
                times.runQueueNs,
                100,
                1000,
                1);
    }

    private Times times(long index) {
        return drawn.get((int) (index % DRAWN));
    }

    private record Times(long queueNs, long serviceNs, long onCpuNs, long runQueueNs) {}
}

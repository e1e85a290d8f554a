package io.emfs.tests.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.monitor.EpochClock;
import io.emfs.state.FunctionKey;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestCompleted;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairingTest {
    private static final FunctionKey KEY = new FunctionKey("here", "truth");
    private static final long MS = 1_000_000;

    private final EpochClock clock = new EpochClock();

    /** Answered after 2 ms, done after 3 ms. */
    private static TruthRecord arrivedAt(long ms) {
        return new TruthRecord(at(ms), at(ms + 2), at(ms + 3));
    }

    private static Moment at(long ms) {
        return new Moment(ms * MS - 10, ms * MS + 10, ms * MS);
    }

    private RequestAnswered answered(long arrivalNs, long latencyNs) {
        return new RequestAnswered(KEY, clock.epochNs(arrivalNs), 0, latencyNs, 1, 1, false);
    }

    private RequestCompleted completed(long knownNs, long durationNs) {
        return new RequestCompleted(KEY, clock.epochNs(knownNs), durationNs, 0, 0, 0, 0, 1);
    }

    @Test
    void pairsEachRequestWithTheEventThatArrivedNearest() {
        Pairing pairing = new Pairing(List.of(arrivedAt(10), arrivedAt(20)), clock);

        List<Sample> samples =
                pairing.latencies(List.of(answered(20 * MS + 7, 2 * MS), answered(10 * MS - 3, 2 * MS + 5)));

        assertThat(samples).extracting(Sample::errorNs).containsExactly(5L, 0L);
    }

    @Test
    void aLostEventMisleadsNoOtherRequest() {
        Pairing pairing = new Pairing(List.of(arrivedAt(10), arrivedAt(20), arrivedAt(30)), clock);

        List<Sample> samples = pairing.latencies(List.of(answered(20 * MS, 2 * MS), answered(30 * MS, 2 * MS)));

        assertThat(samples).extracting(Sample::errorNs).containsExactly(0L, 0L);
    }

    @Test
    void anEventFarFromEveryRequestIsNobodys() {
        Pairing pairing = new Pairing(List.of(arrivedAt(1000)), clock);

        assertThat(pairing.latencies(List.of(answered(800 * MS, 2 * MS)))).isEmpty();
    }

    @Test
    void aCompletionIsThatOfTheNewestResponse() {
        Pairing pairing = new Pairing(List.of(arrivedAt(10), arrivedAt(20)), clock);

        List<Sample> samples = pairing.durations(List.of(
                completed(9 * MS, 1), // before any response
                completed(20 * MS, 3 * MS + 4), // known at the next arrival
                completed(21 * MS, 7), // of a response that is accounted for
                completed(40 * MS, 3 * MS - 6))); // known at the close

        assertThat(samples).extracting(Sample::errorNs).containsExactly(4L, -6L);
    }
}

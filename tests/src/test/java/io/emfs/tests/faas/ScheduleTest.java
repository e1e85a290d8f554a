package io.emfs.tests.faas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleTest {
    private static final Duration SPAN = Duration.ofSeconds(100);
    private static final List<Baseline> FUNCTIONS = FaasFixtures.nominal();

    @Test
    void offersExactlyItsLoad() {
        Schedule schedule = Schedule.of(1, 0.8, SPAN, FUNCTIONS);
        double workNs = schedule.arrivals().stream()
                .mapToDouble(arrival -> FUNCTIONS.get(arrival.function()).meanNs())
                .sum();

        assertThat(workNs / schedule.duration().toNanos()).isCloseTo(0.8, within(1e-9));
        assertThat(schedule.duration()).isBetween(SPAN, SPAN.plusSeconds(3));
    }

    @Test
    void isTheSameForTheSameSeedOnly() {
        Schedule schedule = Schedule.of(1, 0.8, SPAN, FUNCTIONS);

        assertThat(Schedule.of(1, 0.8, SPAN, FUNCTIONS)).isEqualTo(schedule);
        assertThat(Schedule.of(2, 0.8, SPAN, FUNCTIONS)).isNotEqualTo(schedule);
    }

    @Test
    void arrivesInOrderAndWithinItsDuration() {
        Schedule schedule = Schedule.of(3, 1.0, SPAN, FUNCTIONS);

        assertThat(schedule.arrivals()).extracting(Arrival::atNs).isSorted();
        assertThat(schedule.arrivals())
                .allMatch(arrival -> arrival.atNs() <= schedule.duration().toNanos());
    }

    @Test
    void drawsFunctionsByTheirSharesAndGapsAsBurstyAsAzures() {
        Schedule schedule = Schedule.of(1, 1.0, Duration.ofSeconds(40_000), FUNCTIONS);
        int n = schedule.arrivals().size();

        assertThat(n).isGreaterThan(90_000);
        for (int i = 0; i < FUNCTIONS.size(); i++) {
            int function = i;
            long drawn = schedule.arrivals().stream()
                    .filter(arrival -> arrival.function() == function)
                    .count();
            assertThat(100.0 * drawn / n).isCloseTo(FaasFunction.ALL.get(i).sharePercent(), within(0.5));
        }
        assertThat(variation(schedule.arrivals())).isCloseTo(2.33, within(0.1));
    }

    @Test
    void writesLinesForTheLoadGenerator(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("schedule");

        Schedule.regular(3, Duration.ofMillis(20), 5).write(file);

        assertThat(file).hasContent("0 5\n20000000 5\n40000000 5\n");
    }

    private static double variation(List<Arrival> arrivals) {
        double[] gaps = IntStream.range(1, arrivals.size())
                .mapToDouble(i -> arrivals.get(i).atNs() - arrivals.get(i - 1).atNs())
                .toArray();
        double mean = IntStream.range(0, gaps.length)
                .mapToDouble(i -> gaps[i])
                .average()
                .orElseThrow();
        double square = IntStream.range(0, gaps.length)
                .mapToDouble(i -> gaps[i] * gaps[i])
                .average()
                .orElseThrow();
        return Math.sqrt(square - mean * mean) / mean;
    }
}

package io.emfs.operators.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.junit.jupiter.api.Test;

class FleetTallyTest {
    private static final int MOST_FUNCTIONS = 3;

    private final TestProcessingTimeService clock = new TestProcessingTimeService();
    private final List<SharesEvent> sent = new ArrayList<>();
    private final FleetTally tally = tally(true, MOST_FUNCTIONS);

    @Test
    void waitsForNodesThatCloseTheirWindowsLater() throws Exception {
        clock.setCurrentTime(100_003);
        SeenWindow.of("busy", "f", 100_000, 10, 20).addTo(tally);
        clock.setCurrentTime(100_320);
        SeenWindow.of("silent", "f", 100_000, 30).addTo(tally);
        clock.setCurrentTime(105_002);
        SeenWindow.of("busy", "f", 105_000, 10).addTo(tally);
        SeenWindow.of("a second behind", "f", 100_000, 90).addTo(tally);
        clock.setCurrentTime(105_502);
        assertThat(sent).isEmpty();
        clock.setCurrentTime(105_503);

        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).endMs()).isEqualTo(100_000);
        assertThat(report(0).functions())
                .singleElement()
                .satisfies(f -> assertThat(f.nodes()).isEqualTo(3))
                .satisfies(f -> assertThat(f.requests()).isEqualTo(4))
                .satisfies(f -> assertThat(f.missed()).isEqualTo(1))
                .satisfies(f -> assertThat(f.ratePerSecond()).isEqualTo(4 / 30.0))
                .satisfies(f -> assertThat(f.slo()).isEqualTo(SeenWindow.SLO));
    }

    @Test
    void waitsForNodesThatAreBehindOneWithAClockAhead() throws Exception {
        clock.setCurrentTime(96_000);
        SeenWindow.of("four seconds ahead", "f", 100_000, 10).addTo(tally);
        clock.setCurrentTime(105_000);
        SeenWindow.of("five behind", "f", 100_000, 10).addTo(tally);
        clock.setCurrentTime(105_500);

        assertThat(report(0).functions()).extracting(FleetFunction::nodes).containsExactly(2);
    }

    @Test
    void saysHowManyWindowsWereOutOfTime() throws Exception {
        clock.setCurrentTime(100_000);
        SeenWindow.of("good", "f", 100_000, 10).addTo(tally);
        SeenWindow.of("a minute ahead", "f", 160_000, 10).addTo(tally);
        clock.setCurrentTime(105_500);
        SeenWindow.of("a minute ahead", "f", 165_000, 10).addTo(tally);
        SeenWindow.of("six seconds behind", "f", 100_000, 10).addTo(tally);
        SeenWindow.of("good", "f", 105_000, 10).addTo(tally);
        clock.setCurrentTime(111_000);

        assertThat(sent).extracting(SharesEvent::endMs).containsExactly(100_000L, 105_000L);
        assertThat(sent).extracting(SharesEvent::strays).containsExactly(1L, 2L);
        assertThat(report(1).functions()).extracting(FleetFunction::nodes).containsExactly(1);
    }

    @Test
    void forgetsNodesThatAreGoneAndTakesInNewOnes() throws Exception {
        clock.setCurrentTime(100_000);
        SeenWindow.of("leaving", "f", 100_000, 10).addTo(tally);
        SeenWindow.of("staying", "f", 100_000, 10).addTo(tally);
        clock.setCurrentTime(105_000);
        SeenWindow.of("leaving", "f", 105_000).addTo(tally);
        SeenWindow.of("staying", "f", 105_000, 10).addTo(tally);
        SeenWindow.of("coming", "f", 105_000, 10).addTo(tally);
        SeenWindow.of("coming", "g", 105_000, 10).addTo(tally);
        clock.setCurrentTime(110_000);
        SeenWindow.of("staying", "f", 110_000).addTo(tally);
        SeenWindow.of("coming", "f", 110_000).addTo(tally);
        SeenWindow.of("coming", "g", 110_000).addTo(tally);
        clock.setCurrentTime(120_000);

        assertThat(nodes(0)).containsExactly("f:2");
        assertThat(nodes(1)).containsExactly("f:2", "g:1");
        assertThat(nodes(2)).as("told that there is nothing any more").isEmpty();
        assertThat(sent).hasSize(3);
        assertThat(clock.getNumActiveTimers()).isZero();
    }

    @Test
    void leavesOutAndCountsWhatIsTooMuch() throws Exception {
        for (int node = 0; node < 2; node++) {
            for (String function : List.of("a", "b", "c", "d", "e")) {
                SeenWindow.of("n" + node, function, 5_000, 10).addTo(tally);
            }
        }
        clock.setCurrentTime(20_000);

        assertThat(nodes(0)).containsExactly("a:2", "b:2", "c:2");
        assertThat(report(0).leftOut()).isEqualTo(4);
    }

    /** A message of more than 10 MiB would fail the task. */
    @Test
    void sendsNoMoreBytesThanAMessageMayHave() throws Exception {
        FleetTally wide = tally(true, FleetTally.MOST_FUNCTIONS);
        long[] everyBin =
                IntStream.range(0, 300).mapToLong(i -> (long) Math.pow(1.05, i)).toArray();
        int functions = 0;
        for (; functions < FleetTally.MOST_FUNCTIONS; functions++) {
            SeenWindow.of("n", "f" + functions, 5_000, everyBin).addTo(wide);
        }
        clock.setCurrentTime(20_000);

        FleetReport report = report(0);
        assertThat(report.functions()).hasSizeGreaterThan(1_000);
        assertThat(report.leftOut())
                .isPositive()
                .isEqualTo(functions - report.functions().size());
    }

    @Test
    void dropsWhatItHasOfAWindowThatIsNoLongerConfigured() throws Exception {
        SeenWindow.of("n", "f", 5_000, 10).addTo(tally);
        tally.follow(new FleetWindow("other", 60_000, 10_000));
        assertThat(tally.covers("slow")).isFalse();
        assertThat(tally.covers("other")).isTrue();
        clock.setCurrentTime(20_000);
        assertThat(sent).isEmpty();

        tally.follow(SeenWindow.SLOW);
        SeenWindow.of("n", "f", 20_000, 10).addTo(tally);
        tally.follow(SeenWindow.SLOW);
        clock.setCurrentTime(30_000);
        assertThat(sent).extracting(SharesEvent::endMs).containsExactly(20_000L);
    }

    @Test
    void holdsFewEndsWhereEventsAreFasterThanTheClock() {
        FleetTally replayed = tally(false, MOST_FUNCTIONS);
        for (int i = 1; i <= 100; i++) {
            SeenWindow.of("n", "f", i * 5_000L, 10).addTo(replayed);
        }
        SeenWindow.of("late", "f", 5_000, 10).addTo(replayed);

        assertThat(sent).hasSize(100 - FleetTally.MOST_OPEN);
        assertThat(sent.get(0).endMs()).isEqualTo(5_000);
        assertThat(nodes(0)).containsExactly("f:1");
    }

    private FleetTally tally(boolean followsTheClock, int mostFunctions) {
        return new FleetTally(
                SeenWindow.SLOW, event -> sent.add((SharesEvent) event), clock, followsTheClock, mostFunctions);
    }

    private FleetReport report(int i) {
        return FleetSum.of(List.of(sent.get(i)));
    }

    private List<String> nodes(int i) {
        return report(i).functions().stream()
                .map(function -> function.name() + ":" + function.nodes())
                .toList();
    }
}

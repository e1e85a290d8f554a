package io.emfs.jobs.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.jobs.cli.top.FrameLine.Style;
import org.junit.jupiter.api.Test;

class TopFrameTest {
    @Test
    void showsFunctionsProgramsRingAndMaps() {
        TopFrame frame = frame(Samples.first(), Samples.second());

        assertThat(frame.plain()).isEqualTo("""
                eMFS: functions 3, SLO missed 1, window fast

                FUNCTION   NODE  QUEUE          SLO  MET  RATE/s  P50 ms  P95 ms  P99 ms  QUEUE P95 ms  ON-CPU P95 ms  IN-FLIGHT  INSTANCES
                report     n1       p6         none    -     2.0   360.0   400.0   400.0           2.0          360.0          3          2
                thumbnail  n1       p2  p95 ≤ 24 ms   NO    49.0     9.1    27.4    31.0           0.2              -          0          1
                new        n1        -         none    -       -       -       -       -             -              -          0          0

                PROGRAM     HOOK                       RUNS/s  NS/RUN  CPU %
                on_segment  raw_tp/tcp_probe            100.0     300  0.003
                on_fork     raw_tp/sched_process_fork     0.0       -  0.000
                all                                     100.0          0.003

                RING    EVENTS/s  DROPPED/s  DROPPED  READER LAG ms  FILL %  HIGH WATER %    BYTES
                events      50.0        0.5        4           0.25     1.0          10.0  8388608

                MAP          ENTRIES  CAPACITY  FILL %  BYTES/ENTRY  REFUSED/s  REFUSED
                connections    32768     65536    50.0           40        0.0        0
                processes      16384     16384   100.0            8        2.0        7
                """);
    }

    @Test
    void marksWhatIsMissedOrLost() {
        TopFrame frame = frame(Samples.first(), Samples.second());

        assertThat(frame.lines().stream()
                        .filter(line -> line.style() == Style.ALERT)
                        .map(line -> line.text().split(" ", 2)[0]))
                .containsExactly("thumbnail", "events", "processes");
        assertThat(frame.lines().stream()
                        .filter(line -> line.style() == Style.HEADER)
                        .map(line -> line.text().split(" ", 2)[0]))
                .containsExactly("FUNCTION", "PROGRAM", "RING", "MAP");
    }

    @Test
    void marksNothingWhereNothingHappened() {
        assertThat(frame(Samples.second(), Samples.second()).lines())
                .filteredOn(line -> line.style() == Style.ALERT)
                .extracting(FrameLine::text)
                .allMatch(text -> text.startsWith("thumbnail"));
    }

    @Test
    void saysWhyProgramsAreNotCounted() {
        assertThat(frame(Samples.first(), Samples.statisticsRefused()).plain())
                .contains("\nBPF programs are not counted: EPERM\n")
                .contains("\nRING ")
                .doesNotContain("on_segment");
    }

    @Test
    void showsWhatThereIsOfAnAgentThatIsStarting() {
        assertThat(frame(Samples.ofNothing(), Samples.ofNothing()).plain()).isEqualTo("""
                eMFS: functions 0, SLO missed 0

                no function has been seen yet

                the agent does not tell of its monitor
                """);
    }

    private static TopFrame frame(Sample before, Sample now) {
        return TopFrame.of(TopReport.between(before, now, SortOrder.LATENCY, null));
    }
}

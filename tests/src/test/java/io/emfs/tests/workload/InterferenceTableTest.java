package io.emfs.tests.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InterferenceTableTest {
    @Test
    void showsMediansOfTheRoundsAndTheSpreadOfTheirRatios() {
        assertThat(new InterferenceTable(InterferenceResults.twoRounds()).render())
                .isEqualTo("""
                        load 80 %           ideal  default  x ideal   eMFS  x ideal         x default
                        short mean ms        10.0     30.0     3.00   10.0     1.00  0.38 (0.25-0.50)
                        short p50 ms         10.0     30.0     3.00   10.0     1.00  0.38 (0.25-0.50)
                        short p95 ms         10.0     30.0     3.00   10.0     1.00  0.38 (0.25-0.50)
                        short p99 ms         10.0     30.0     3.00   10.0     1.00  0.38 (0.25-0.50)
                        short SLO misses %    0.0     50.0        -    0.0        -              0.00
                        short queue                                     p2
                        long mean ms            -    800.0        -  900.0        -              1.13
                        long p50 ms             -    800.0        -  900.0        -              1.13
                        long p95 ms             -    800.0        -  900.0        -              1.13
                        long p99 ms             -    800.0        -  900.0        -              1.13
                        long queue                                      p6
                        """);
    }

    @Test
    void showsUnansweredRequestsAndWhatWasNotMeasured() {
        assertThat(new InterferenceTable(InterferenceResults.unanswered()).render())
                .isEqualTo("""
                        load 80 %           ideal  default  x ideal  eMFS  x ideal  x default
                        short mean ms        11.0     21.0     1.91  12.0     1.09       0.57
                        short p50 ms         10.0     12.0     1.20  12.0     1.20       1.00
                        short p95 ms         12.0     30.0     2.50  12.0     1.00       0.40
                        short p99 ms         12.0     30.0     2.50  12.0     1.00       0.40
                        short SLO misses %    0.0     50.0        -  50.0        -       1.00
                        short unanswered        0        0              1
                        long mean ms            -    800.0        -     -        -          -
                        long p50 ms             -    800.0        -     -        -          -
                        long p95 ms             -    800.0        -     -        -          -
                        long p99 ms             -    800.0        -     -        -          -
                        """);
    }

    @Test
    void givesEachLoadAHeaderInTheSameColumns() {
        InterferenceOptions options =
                InterferenceOptions.builder().loads(List.of(0.8, 1.0)).build();

        assertThat(new InterferenceTable(new InterferenceResult(options, "eMFS", List.of())).render())
                .isEqualTo("""
                        load 80 %   ideal  default  x ideal  eMFS  x ideal  x default

                        load 100 %  ideal  default  x ideal  eMFS  x ideal  x default
                        """);
    }
}

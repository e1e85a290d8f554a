package io.emfs.tests.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InterferenceTableTest {
    @Test
    void showsMediansOfTheRoundsAndTheSpreadOfTheirRatios() {
        assertThat(new InterferenceTable(InterferenceResults.twoRounds()).render())
                .isEqualTo("""
                        load  function                ideal  default   eMFS      eMFS/default  default/ideal  eMFS/ideal
                        80 %  short     mean ms        10.0     30.0   10.0  0.38 (0.25-0.50)           3.00        1.00
                                        p50 ms         10.0     30.0   10.0  0.38 (0.25-0.50)           3.00        1.00
                                        p95 ms         10.0     30.0   10.0  0.38 (0.25-0.50)           3.00        1.00
                                        p99 ms         10.0     30.0   10.0  0.38 (0.25-0.50)           3.00        1.00
                                        SLO misses %    0.0     50.0    0.0              0.00              -           -
                                        queue                            p2
                              long      mean ms           -    800.0  900.0              1.13              -           -
                                        p50 ms            -    800.0  900.0              1.13              -           -
                                        p95 ms            -    800.0  900.0              1.13              -           -
                                        p99 ms            -    800.0  900.0              1.13              -           -
                                        queue                            p6
                        """);
    }

    @Test
    void showsUnansweredRequestsAndWhatWasNotMeasured() {
        assertThat(new InterferenceTable(InterferenceResults.unanswered()).render())
                .isEqualTo("""
                        load  function                ideal  default  eMFS  eMFS/default  default/ideal  eMFS/ideal
                        80 %  short     mean ms        11.0     21.0  12.0          0.57           1.91        1.09
                                        p50 ms         10.0     12.0  12.0          1.00           1.20        1.20
                                        p95 ms         12.0     30.0  12.0          0.40           2.50        1.00
                                        p99 ms         12.0     30.0  12.0          0.40           2.50        1.00
                                        SLO misses %    0.0     50.0  50.0          1.00              -           -
                                        unanswered        0        0     1
                              long      mean ms           -    800.0     -             -              -           -
                                        p50 ms            -    800.0     -             -              -           -
                                        p95 ms            -    800.0     -             -              -           -
                                        p99 ms            -    800.0     -             -              -           -
                        """);
    }
}

package io.emfs.tests.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PolicyTableTest {
    @Test
    void hasARowForEachFunctionUnderEachPolicy() {
        assertThat(new PolicyTable(InterferenceResults.twoRounds()).render()).isEqualTo("""
                        load 80 %
                        FUNCTION  POLICY     N   MEAN    P50    P95    P99    MAX  MISS %  x ideal  p99 x         x default
                        short     ideal      1   10.0   10.0   10.0   10.0   10.0     0.0     1.00   1.00              0.50
                        short     default    4   30.0   30.0   30.0   30.0   40.0    50.0     3.00   3.00              1.00
                        short     emfs (p2)  4   10.0   10.0   10.0   10.0   10.0     0.0     1.00   1.00  0.38 (0.25-0.50)
                        long      default    2  800.0  800.0  800.0  800.0  800.0       -        -      -              1.00
                        long      emfs (p6)  2  900.0  900.0  900.0  900.0  900.0       -        -      -              1.13

                        ms: last byte sent to first byte received, medians of the rounds; miss: later than
                        the SLO; x ideal: mean, as a multiple of the function alone; p99 x: p99 likewise;
                        x default: mean, round by round.
                        eMFS itself took 3.0 s of CPU.
                        """);
    }
}

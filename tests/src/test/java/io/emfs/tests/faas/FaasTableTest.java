package io.emfs.tests.faas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaasTableTest {
    private final String text = new FaasTable(FaasFixtures.twoPolicies()).render();

    @Test
    void comparesEachPolicyWithTheDefault() {
        assertThat(text.lines().toList()).startsWith("""
                load 80 %, process per request
                CLASS      POLICY   N  MISS %  x def  MEAN  x def  P50  P95  P99  RTE %  Q   CPU
                <50ms      default  4    25.0   1.00   2.5   1.00  2.0  4.0  4.0      0  -
                <50ms      srtf     4    25.0   1.00   1.8   0.70  1.0  4.0  4.0     75  -
                50-150ms   default  0       -      -     -      -    -    -    -      -  -
                """.lines().toArray(String[]::new));
        assertThat(text).contains("all        srtf     6    16.7   0.33   1.7   0.60  1.0  4.0  4.0     67  -  0.25\n");
    }

    @Test
    void hasTheMediansOfSeveralRoundsAndHowFarTheyAreApart() {
        String rounds = new FaasTable(FaasFixtures.twoRounds()).render();

        assertThat(rounds).contains("all        emfs         8    37.5   2.1  1.0  4.0  4.0     63  3.5  0.00\n");
        assertThat(rounds).contains("""
                2 ROUNDS                   MISS %  EMFS X              MEAN                 Q
                emfs          37.50 (25.00-50.00)    1.00  2.13 (1.75-2.50)  3.50 (3.00-4.00)
                emfs-ladder  75.00 (50.00-100.00)    0.50  3.25 (2.50-4.00)              2.00
                """);
    }

    @Test
    void fitsATerminal() {
        assertThat(new FaasTable(FaasFixtures.twoRounds()).render().lines()).allMatch(line -> line.length() <= 80);
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void saysWhatTheSlowdownsLeaveOutOrHoldBesides() {
        assertThat(text).endsWith("""
                default, load 80 %, process per request: 1 unanswered; a miss without a slowdown
                srtf, load 80 %, process per request: the client was late, p99 2 ms
                """);
    }
}

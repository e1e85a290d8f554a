package io.emfs.tests.faas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FaasRowTest {
    private final FaasResult result = FaasFixtures.twoPolicies();

    @Test
    void measuresSlowdownsInTimesAlone() {
        FaasRow row = FaasFixtures.row(result, SizeClass.UNDER_50_MS, FaasPolicy.DEFAULT);

        assertThat(row)
                .isEqualTo(new FaasRow(
                        0.8,
                        FaasPolicy.DEFAULT,
                        ServerKind.PROCESS,
                        SizeClass.UNDER_50_MS,
                        4,
                        0.25,
                        2.5,
                        2,
                        4,
                        4,
                        0,
                        Double.NaN,
                        0));
    }

    @Test
    void countsWhatWasNotAnsweredAsAMissWithoutASlowdown() {
        FaasRow row = FaasFixtures.row(result, SizeClass.OVER_1_S, FaasPolicy.DEFAULT);

        assertThat(row.n()).isEqualTo(2);
        assertThat(row.sloMiss()).isEqualTo(1);
        assertThat(row.meanSlowdown()).isEqualTo(4);
    }

    @Test
    void countsRequestsThatWereHardlyDelayed() {
        FaasRow row = FaasFixtures.row(result, SizeClass.ALL, FaasPolicy.SRTF);

        assertThat(row.n()).isEqualTo(6);
        assertThat(row.rte95()).isEqualTo(4 / 6.0);
        assertThat(row.schedulerCpuS()).isEqualTo(0.25);
    }

    @Test
    void hasARowForEachPhaseAndClass() {
        List<FaasRow> rows = result.rows();

        assertThat(rows).hasSize(10);
        assertThat(rows.subList(0, 5)).extracting(FaasRow::size).containsExactly(SizeClass.values());
    }

    @Test
    void knowsNothingOfAClassWithoutRequests() {
        FaasRow row = FaasFixtures.row(result, SizeClass.UNDER_150_MS, FaasPolicy.DEFAULT);

        assertThat(row.n()).isZero();
        assertThat(row.sloMiss()).isNaN();
        assertThat(row.p99Slowdown()).isNaN();
    }
}

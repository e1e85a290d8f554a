package io.emfs.tests.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OfferedLoadTest {
    @Test
    void givesEachFunctionHalfOfTheUtilisation() {
        assertThat(OfferedLoad.halves(8, 400, 0.8)).isEqualTo(new OfferedLoad(50, 1));
    }

    @Test
    void addsUpToTheUtilisation() {
        OfferedLoad load = OfferedLoad.halves(8.2, 360, 1.0);

        assertThat(load.shortPerSecond() * 8.2 + load.longPerSecond() * 360).isEqualTo(1000, within(1e-9));
    }

    @Test
    void rejectsWorkThatCostsNothing() {
        assertThatThrownBy(() -> OfferedLoad.halves(0, 360, 1))
                .hasMessage("shortCpuMs=0.0, longCpuMs=360.0, utilisation=1.0, all must be above 0");
    }
}

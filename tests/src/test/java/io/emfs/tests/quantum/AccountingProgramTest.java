package io.emfs.tests.quantum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountingProgramTest {
    @Test
    void readsAFigureOfEachLine() {
        assertThat(AccountingProgram.parse("""
                        look n=60 p25=21960 p50=30661 p75=36349 p95=57376 max=107127
                        nothing n=60 p25=-1872 p50=1620 p75=5868 p95=25497 max=77044
                        """))
                .isEqualTo(Map.of(
                        "look", new Figures(60, 21960, 30661, 36349, 57376, 107127),
                        "nothing", new Figures(60, -1872, 1620, 5868, 25497, 77044)));
    }

    @Test
    void missesAFigureThatWasNotPrinted() {
        assertThatThrownBy(() -> AccountingProgram.one(Map.of(), "look"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("look");
    }
}

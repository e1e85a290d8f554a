package io.emfs.tests.faas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RivalReportTest {
    @Test
    void readsTheLastLine() {
        assertThat(RivalReport.parse(
                        "requests=5 dispatched=7 used_up=2 overloaded=1 gone=0 slice_ns=20000000 cpu_ns=2799538"))
                .isEqualTo(new RivalReport(5, 7, 2, 1, 0, 20_000_000));
    }

    @Test
    void refusesALineThatSaysLess() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RivalReport.parse("requests=5"))
                .withMessage("faas_scheduler's report \"requests=5\" has no dispatched");
    }
}

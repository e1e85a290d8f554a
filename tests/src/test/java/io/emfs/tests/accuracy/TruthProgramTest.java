package io.emfs.tests.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.state.Quantity;
import java.util.List;
import org.junit.jupiter.api.Test;

class TruthProgramTest {
    @Test
    void readsTheMomentsOfEachRequest() {
        List<TruthRecord> truths = TruthProgram.parse(List.of("0,100,120,110,500,540,510,900,980,0", "# requests=1"));

        assertThat(truths)
                .containsExactly(
                        new TruthRecord(new Moment(100, 120, 110), new Moment(500, 540, 510), new Moment(900, 980, 0)));
        assertThat(truths.get(0).ns(Quantity.LATENCY)).isEqualTo(400);
        assertThat(truths.get(0).lowerNs(Quantity.LATENCY)).isEqualTo(380);
        assertThat(truths.get(0).upperNs(Quantity.LATENCY)).isEqualTo(440);
        assertThat(truths.get(0).uncertaintyNs(Quantity.LATENCY)).isZero();
        assertThat(truths.get(0).ns(Quantity.DURATION)).isEqualTo(830);
        assertThat(truths.get(0).uncertaintyNs(Quantity.DURATION)).isEqualTo(40);
    }

    @Test
    void rejectsAReportThatIsCutOff() {
        assertThatThrownBy(() -> TruthProgram.parse(List.of("0,100,120,110,500,540,510,900,980,0", "# requests=2")))
                .hasMessage("truth's report is cut off: lines=1, last \"# requests=2\"");
        assertThatThrownBy(() -> TruthProgram.parse(List.of("0,100", "# requests=1")))
                .hasMessage("truth line \"0,100\", expected fields=10");
    }
}

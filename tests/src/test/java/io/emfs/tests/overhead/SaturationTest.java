package io.emfs.tests.overhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SaturationTest {
    @Test
    void readsTheRateAfterTheWarmUpAndAllAnswers() {
        assertThat(Saturation.parse("answered=1000 counted=800 seconds=2.000000\n# answered=1004"))
                .isEqualTo(new Throughput(1004, 400));
    }

    @Test
    void rejectsWhatItDoesNotPrint() {
        assertThatThrownBy(() -> Saturation.parse("answered=1")).hasMessage("saturation printed \"answered=1\"");
    }

    @Test
    void aSustainedLoadIsWhatWasAnsweredBetweenTwoSamples() {
        SustainedLoad.Sample before = SustainedLoad.Sample.parse("1000000000 5000");

        assertThat(SustainedLoad.Sample.parse("1500000000 20000").since(before))
                .isEqualTo(new Throughput(15_000, 30_000));
        assertThatThrownBy(() -> SustainedLoad.Sample.parse("answered")).hasMessage("saturation printed \"answered\"");
    }
}

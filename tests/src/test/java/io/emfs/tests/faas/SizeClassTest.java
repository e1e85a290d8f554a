package io.emfs.tests.faas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeClassTest {
    @ParameterizedTest
    @CsvSource({"UNDER_50_MS, 42.95", "UNDER_150_MS, 18.25", "UNDER_400_MS, 23.46", "OVER_1_S, 15.36"})
    void holdsThePublishedShareOfRequests(SizeClass size, double percent) {
        assertThat(share(size)).isCloseTo(percent, within(0.01));
    }

    @Test
    void hasAllFunctionsInOneClassEach() {
        double classes = Arrays.stream(SizeClass.values())
                .filter(size -> size != SizeClass.ALL)
                .mapToDouble(SizeClassTest::share)
                .sum();

        assertThat(classes).isCloseTo(share(SizeClass.ALL), within(0.01));
    }

    @Test
    void refusesWhatIsInNoClass() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SizeClass.of(700))
                .withMessage("isolatedMs=700.0 is in no class");
    }

    private static double share(SizeClass size) {
        return FaasFunction.ALL.stream()
                .filter(function -> size == SizeClass.ALL || function.sizeClass() == size)
                .mapToDouble(FaasFunction::sharePercent)
                .sum();
    }
}

package io.emfs.tests.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RatioTest {
    @Test
    void takesTheMedianOfPercents() {
        KeyedErrors errors = new KeyedErrors();
        errors.add(0, Math.log(1.5), 0);
        errors.add(0, Math.log(0.9), 0);
        errors.add(1, Double.NaN, 0);
        assertThat(errors.quantile(0.5)).isCloseTo(50, within(1e-9));
        assertThat(errors.quantile(1)).isInfinite();
        assertThat(errors.median(new int[] {1, 0})).isCloseTo(10, within(1e-9));
        assertThat(errors.median(new int[] {1, 3})).isInfinite();
        assertThat(errors.count()).isEqualTo(3);
        assertThat(new KeyedErrors().quantile(0.5)).isNaN();
    }

    @Test
    void isCertainOfWhatHoldsForEachFunction() {
        KeyedErrors half = new KeyedErrors();
        KeyedErrors whole = new KeyedErrors();
        SplittableRandom random = new SplittableRandom(1);
        for (int key = 0; key < 100; key++) {
            double error = random.nextDouble(0.1, 0.5);
            half.add(key, Math.log1p(error / 2), 0);
            whole.add(key, Math.log1p(error), 0);
        }
        Ratio ratio = Ratio.of(half, whole, 100, 500, 1);
        assertThat(ratio.value()).isCloseTo(0.5, within(1e-9));
        assertThat(ratio.low()).isCloseTo(0.5, within(1e-9));
        assertThat(ratio.high()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void comparesMeansOverNodes() {
        Ratio same = Ratio.ofMeans(new double[] {1, 2, 3}, new double[] {2, 4, 6}, 100, 1);
        assertThat(same).isEqualTo(new Ratio(0.5, 0.5, 0.5));

        Ratio mixed = Ratio.ofMeans(new double[] {1, 0, 1, 0}, new double[] {1, 1, 1, 1}, 500, 1);
        assertThat(mixed.value()).isEqualTo(0.5);
        assertThat(mixed.low()).isLessThan(0.5);
        assertThat(mixed.high()).isGreaterThan(0.5);
    }

    @Test
    void isUncertainOfChance() {
        KeyedErrors one = new KeyedErrors();
        KeyedErrors other = new KeyedErrors();
        SplittableRandom random = new SplittableRandom(1);
        for (int key = 0; key < 200; key++) {
            one.add(key, Math.log1p(random.nextDouble()), 0);
            other.add(key, Math.log1p(random.nextDouble()), 0);
        }
        Ratio ratio = Ratio.of(one, other, 200, 500, 1);
        assertThat(ratio.low()).isLessThan(1).isGreaterThan(0.5);
        assertThat(ratio.high()).isGreaterThan(1).isLessThan(2);
        assertThat(ratio).isEqualTo(Ratio.of(one, other, 200, 500, 1));
    }
}

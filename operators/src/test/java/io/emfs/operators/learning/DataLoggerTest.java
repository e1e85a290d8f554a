package io.emfs.operators.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DataLoggerTest {

    @Test
    void holdsNoMoreRowsOfAFunctionThanOfOthers() {
        DataLogger logger = new DataLogger(1);
        for (int i = 0; i < 1000; i++) {
            logger.add(row(7, i));
        }
        logger.add(row(8, 1));

        assertThat(logger.size()).isEqualTo(DataLogger.MAX_ROWS_PER_KEY + 1);
        assertThat(logger.keys()).isEqualTo(2);
    }

    @Test
    void keepsTheRowsOfShortHistories() {
        DataLogger logger = new DataLogger(1);
        for (int windows = 1; windows <= 1000; windows++) {
            logger.add(row(7, windows));
        }

        assertThat(all(logger)).contains(1, 2);
        assertThat(all(logger)).anyMatch(windows -> windows > 900);
    }

    @Test
    void replacesAtRandomOnceItIsFull() {
        DataLogger logger = new DataLogger(100, 1);
        for (int key = 0; key < 10_000; key++) {
            logger.add(row(key, 5));
        }

        assertThat(logger.size()).isEqualTo(100);
        assertThat(logger.keys()).isEqualTo(100);
    }

    @Test
    void trainsOnNoFunctionThatItHoldsOut() {
        DataLogger logger = new DataLogger(1);
        for (int key = 0; key < 2000; key++) {
            logger.add(row(key, 3));
            logger.add(row(key, 4));
        }
        Set<Long> training = logger.training().stream().map(TrainingRow::key).collect(Collectors.toSet());
        Set<Long> heldOut = logger.validation().stream().map(TrainingRow::key).collect(Collectors.toSet());

        assertThat(training).doesNotContainAnyElementsOf(heldOut);
        assertThat(training.size() + heldOut.size()).isEqualTo(2000);
        assertThat(heldOut.size()).isBetween(150, 250);
        assertThat(logger.training().size() + logger.validation().size()).isEqualTo(4000);
    }

    @Test
    void holdsTwoFunctionsOfAFewOutAndNoneOfFewer() {
        for (int first = 0; first < 1000; first += 10) {
            DataLogger logger = new DataLogger(1);
            for (int key = 0; key < DataLogger.LEAST_KEYS_TO_HOLD_OUT; key++) {
                logger.add(row(first + key, 3));
            }
            assertThat(logger.validation()).hasSizeGreaterThanOrEqualTo(2);
            assertThat(logger.training().size() + logger.validation().size())
                    .isEqualTo(DataLogger.LEAST_KEYS_TO_HOLD_OUT);
        }
    }

    @Test
    void storesARowInHalfAKilobyte() throws IOException {
        TrainingRow row = row(42, 3);
        byte[] bytes = bytes(row);
        TrainingRow read = TrainingRow.read(new DataInputStream(new ByteArrayInputStream(bytes)));

        assertThat(bytes).hasSizeLessThan(512);
        assertThat(bytes(read)).isEqualTo(bytes);
        assertThat(read.key()).isEqualTo(42);
        assertThat(read.windows()).isEqualTo(3);
        assertThat(read.target()).isEqualTo(row.target());
    }

    private static byte[] bytes(TrainingRow row) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        row.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static Set<Integer> all(DataLogger logger) {
        return Stream.concat(logger.training().stream(), logger.validation().stream())
                .map(TrainingRow::windows)
                .collect(Collectors.toSet());
    }

    private static TrainingRow row(long key, int windows) {
        float[] pooled = new float[FeatureVectors.POOLED];
        Arrays.fill(pooled, (float) key);
        return new TrainingRow(key, windows, 0.5f, 1, pooled, new float[FeatureVectors.BASE]);
    }
}

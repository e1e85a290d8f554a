package io.emfs.bpf.ring;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingBufferReaderTest {
    private static final int NO_FD = -1;

    @ParameterizedTest
    @ValueSource(ints = {1 << 30, Integer.MIN_VALUE, 0, 1, 3 << 20})
    void refusesACapacityThatItCannotAddress(int capacityBytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RingBufferReader(NO_FD, capacityBytes))
                .withMessageContaining("ring capacityBytes=" + capacityBytes + ", must be a power of two in ")
                .withMessageContaining("..536870912");
    }
}

package io.emfs.bpf.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.MonitorConfig.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestPolicyTest {
    private static final DigestPolicy AUTO = new DigestPolicy(Mode.AUTO, 1000);

    @ParameterizedTest
    @CsvSource({"false,999,false", "false,1000,true", "true,999,true", "true,500,true", "true,499,false"})
    void aggregatesByRateWithHysteresis(boolean now, double perSecond, boolean digests) {
        assertThat(AUTO.digests(now, perSecond)).isEqualTo(digests);
    }

    @Test
    void doesAsItIsToldWhateverTheRate() {
        assertThat(new DigestPolicy(Mode.REQUESTS, 1).digests(true, 1e6)).isFalse();
        assertThat(new DigestPolicy(Mode.DIGESTS, 1000).digests(false, 0)).isTrue();
    }
}

package io.emfs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestKeyTest {
    @ParameterizedTest
    @CsvSource({"'', abc, 3", "abc, '', 3", "abc, abc, 0", "kitten, sitting, 3", "slidee, slide, 1"})
    void countsEdits(String from, String to, int edits) {
        assertThat(NearestKey.distance(from, to)).isEqualTo(edits);
    }

    @Test
    void listsAllWhereNoneIsNear() {
        assertThat(NearestKey.hint("latency-bound", List.of("slo", "name"))).isEqualTo("known here: name, slo");
        assertThat(NearestKey.hint("nme", List.of("slo", "name"))).isEqualTo("did you mean name?");
    }
}

package io.emfs.jobs.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalSizeTest {
    @Test
    void isWhatSttyTells() {
        assertThat(TerminalSize.of("50 132", Map.of())).isEqualTo(new TerminalSize(50, 132));
    }

    @Test
    void isOverruledByTheEnvironment() {
        assertThat(TerminalSize.of("50 132", Map.of("COLUMNS", "200"))).isEqualTo(new TerminalSize(50, 200));
        assertThat(TerminalSize.of("50 132", Map.of("COLUMNS", "wide", "LINES", "-1")))
                .isEqualTo(new TerminalSize(50, 132));
    }

    @Test
    void isTheUsualOneWhereNothingTells() {
        assertThat(TerminalSize.of("", Map.of())).isEqualTo(new TerminalSize(24, 80));
        assertThat(TerminalSize.of("0 0", Map.of())).isEqualTo(new TerminalSize(24, 80));
    }
}

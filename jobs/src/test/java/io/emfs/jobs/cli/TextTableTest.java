package io.emfs.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void alignsTextToTheLeftAndNumbersToTheRight() {
        TextTable table = new TextTable(1, List.of("FUNCTION", "P95"));
        table.add(List.of("thumbnail", "9.1"));
        table.add(List.of("x", "1234.5"));

        assertThat(table.render()).isEqualTo("""
                FUNCTION      P95
                thumbnail     9.1
                x          1234.5
                """);
    }

    @Test
    void refusesARowOfAnotherLength() {
        TextTable table = new TextTable(1, List.of("A", "B"));

        assertThatThrownBy(() -> table.add(List.of("a"))).isInstanceOf(IllegalArgumentException.class);
    }
}

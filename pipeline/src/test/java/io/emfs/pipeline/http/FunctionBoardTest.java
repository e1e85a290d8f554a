package io.emfs.pipeline.http;

import static io.emfs.pipeline.Events.key;
import static io.emfs.pipeline.Events.report;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FunctionBoardTest {
    private final FunctionBoard board = new FunctionBoard();

    @Test
    void keepsTheNewestStatusOfEveryWindow() {
        board.update(report(key("f"), "fast", 2000, 1, 2));
        board.update(report(key("f"), "fast", 1000, 1, 3)); // late
        board.update(report(key("f"), "slow", 1500, 1, 3));
        board.update(report(key("e"), "fast", 1000, 1, 4));
        assertThat(board.keys()).containsExactly(key("e"), key("f"));
        assertThat(board.windowsOf(key("f")))
                .extracting(s -> s.summary().endMs())
                .containsExactly(2000L, 1500L);
        assertThat(board.queueOf(key("f"))).isEqualTo(2);
        board.forget(key("f"));
        assertThat(board.windowsOf(key("f"))).isEmpty();
        assertThat(board.queueOf(key("f"))).isZero();
    }
}

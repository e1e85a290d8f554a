package io.emfs.pipeline.http;

import static io.emfs.pipeline.Events.key;
import static io.emfs.pipeline.Events.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.monitor.RequestTotals;
import io.emfs.config.PolicyConfig.Mode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FunctionBoardTest {
    private final FunctionBoard board = new FunctionBoard();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FunctionMeters meters =
            new FunctionMeters(registry, board, key -> new RequestTotals(10, 6, 2, 1, 0, 0));

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

    @Test
    void isShownByGaugesInSeconds() {
        update("fast", 1000, 10, 2);
        update("fast", 2000, 20, 1);
        assertThat(gauge("emfs_function_queue")).isEqualTo(1);
        assertThat(gauge("emfs_function_requests_in_flight")).isEqualTo(1);
        assertThat(registry.get("emfs_function_requests_total")
                        .tag("outcome", "unanswered")
                        .functionCounter()
                        .count())
                .isEqualTo(2);
        assertThat(gauge("emfs_function_requests_per_second", "window", "fast")).isEqualTo(20);
        assertThat(gauge("emfs_function_latency_seconds", "window", "fast", "quantile", "0.95"))
                .isEqualTo(0.009);
        assertThat(gauge("emfs_function_queue_delay_seconds", "window", "fast", "quantile", "0.99"))
                .isEqualTo(0.003);
        assertThat(gauge("emfs_function_service_seconds", "window", "fast", "quantile", "0.5"))
                .isEqualTo(0.003);
        assertThat(gauge("emfs_function_duration_seconds", "window", "fast", "quantile", "0.5"))
                .isNaN();
        update("fast", 3000, 0, 1);
        assertThat(gauge("emfs_function_latency_seconds", "window", "fast", "quantile", "0.95"))
                .isNaN();
        assertThat(gauge("emfs_function_real_time")).as("no executor has told").isNaN();
        board.place(key("f"), 1, Mode.RT);
        assertThat(gauge("emfs_function_real_time")).isEqualTo(1);
        assertThat(registry.getMeters()).hasSize(25);
        meters.forget(key("f"));
        assertThat(registry.getMeters()).isEmpty();
    }

    private void update(String window, long endMs, long count, int queue) {
        board.update(report(key("f"), window, endMs, count, queue));
        meters.cover(Objects.requireNonNull(board.newest(key("f"), window)));
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).tag("function", "f").gauge().value();
    }
}

package io.emfs.pipeline.http;

import static io.emfs.pipeline.Events.key;
import static io.emfs.pipeline.Events.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.monitor.RequestTotals;
import io.emfs.config.PolicyConfig.Mode;
import io.emfs.state.Basis;
import io.emfs.state.Calibration;
import io.emfs.state.FunctionReport;
import io.emfs.state.Prediction;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FunctionMetricsTest {
    private final FunctionBoard board = new FunctionBoard();
    private final FunctionMetrics metrics = new FunctionMetrics(board, key -> new RequestTotals(10, 6, 2, 1, 0, 0));

    @Test
    void showsNothingWhereThereIsNoFunction() {
        assertThat(pieces()).isEmpty();
    }

    @Test
    void showsTheNewestWindowsInSeconds() {
        board.update(report(key("f"), "fast", 1000, 10, 2));
        board.update(report(key("f"), "fast", 2000, 20, 1));

        assertThat(lines())
                .contains(
                        "# TYPE emfs_function_queue gauge",
                        "emfs_function_queue{function=\"f\",node=\"n1\"} 1.0",
                        "emfs_function_requests_in_flight{function=\"f\",node=\"n1\"} 1.0",
                        "# TYPE emfs_function_requests_total counter",
                        "emfs_function_requests_total{function=\"f\",node=\"n1\",outcome=\"unanswered\"} 2.0",
                        "emfs_function_requests_per_second{function=\"f\",node=\"n1\",window=\"fast\"} 20.0",
                        latency("emfs_function_latency_seconds", "0.95", "0.009"),
                        latency("emfs_function_queue_delay_seconds", "0.99", "0.003"),
                        latency("emfs_function_service_seconds", "0.5", "0.003"),
                        latency("emfs_function_duration_seconds", "0.5", "NaN"))
                .doesNotHaveDuplicates()
                .hasSize(16 + 25); // a family has one head, however many functions there are
    }

    @Test
    void knowsNoLatencyOfAWindowWithoutRequests() {
        board.update(report(key("f"), "fast", 3000, 0, 1));

        assertThat(lines()).contains(latency("emfs_function_latency_seconds", "0.95", "NaN"));
    }

    @Test
    void showsWhatDecisionsRestOnAndHowForecastsFare() {
        FunctionReport plain = report(key("f"), "fast", 2000, 10, 3);
        board.update(new FunctionReport(
                plain.summary(),
                plain.profile(),
                3,
                new Prediction("node@x", 12e6, 20e6),
                Basis.MODEL,
                new Calibration(40, 0.75f)));
        board.update(new FunctionReport(
                report(key("g"), "fast", 2000, 10, 3).summary(),
                plain.profile(),
                3,
                null,
                Basis.LADDER_WORSE_THAN_LAST,
                Calibration.NONE));

        assertThat(lines())
                .contains(
                        "emfs_function_decision_basis{basis=\"model\",function=\"f\",model=\"node@x\",node=\"n1\"} 1.0",
                        "emfs_function_decision_basis{basis=\"ladder-worse-than-last\",function=\"g\",model=\"\",node=\"n1\"} 1.0",
                        "emfs_function_forecasts_judged_total{function=\"f\",node=\"n1\"} 40.0",
                        "emfs_function_forecast_coverage_ratio{function=\"f\",node=\"n1\"} 0.75");
    }

    @Test
    void showsAFunctionThatWasPlacedAndHasNoWindowYet() {
        board.place(key("f"), 3, Mode.RT);

        assertThat(lines())
                .contains(
                        "emfs_function_queue{function=\"f\",node=\"n1\"} 3.0",
                        "emfs_function_real_time{function=\"f\",node=\"n1\"} 1.0")
                .hasSize(16 + 6);
    }

    @Test
    void keepsTheSeriesOfAFamilyTogetherAndThePiecesSmall() {
        int functions = 1000;
        IntStream.range(0, functions).forEach(i -> board.update(report(key("f" + i), "fast", 1000, 10, 2)));

        assertThat(lines()).doesNotHaveDuplicates().hasSize(16 + 25 * functions);
        List<String> families = lines().stream()
                .map(line -> line.startsWith("#") ? line.split(" ")[2] : line.substring(0, line.indexOf('{')))
                .toList();
        assertThat(IntStream.range(0, families.size())
                        .filter(i -> i == 0 || !families.get(i).equals(families.get(i - 1))))
                .hasSize(16);
        assertThat(pieces()).allMatch(piece -> piece.length() < 1 << 16);
    }

    @Test
    void escapesLabels() {
        board.place(key("a\"b\\c\nd"), 3, Mode.RT);

        assertThat(lines()).contains("emfs_function_queue{function=\"a\\\"b\\\\c\\nd\",node=\"n1\"} 3.0");
    }

    private static String latency(String name, String quantile, String value) {
        return name + "{function=\"f\",node=\"n1\",quantile=\"" + quantile + "\",window=\"fast\"} " + value;
    }

    private List<String> lines() {
        return String.join("", pieces()).lines().toList();
    }

    private List<String> pieces() {
        return Objects.requireNonNull(metrics.text().collectList().block());
    }
}

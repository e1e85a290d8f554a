package io.emfs.jobs.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.jobs.cli.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopReportTest {
    @ParameterizedTest
    @CsvSource({
        "LATENCY,report thumbnail new",
        "RATE,thumbnail report new",
        "QUEUE,thumbnail report new",
        "NAME,new report thumbnail"
    })
    void ordersFunctions(SortOrder order, String names) {
        assertThat(report(order, null).functions())
                .extracting(FunctionLine::function)
                .containsExactly(names.split(" "));
    }

    @Test
    void showsTheShortestWindowUnlessAnotherIsAskedFor() {
        assertThat(report(SortOrder.NAME, null).window()).isEqualTo("fast");
        assertThat(line(report(SortOrder.NAME, null), "thumbnail"))
                .isEqualTo(new FunctionLine(
                        "thumbnail", "n1", 2, new Objective(95, 24), false, 49.0, 9.1, 27.4, 31.0, 0.2, null, 0, 1));
        assertThat(line(report(SortOrder.NAME, "slow"), "thumbnail"))
                .isEqualTo(new FunctionLine(
                        "thumbnail", "n1", 2, new Objective(95, 24), true, 30.0, 8.0, 20.0, 30.0, null, null, 0, 1));
        assertThat(line(report(SortOrder.NAME, "slow"), "report").ratePerSecond())
                .isNull();
        assertThat(line(report(SortOrder.NAME, "slow"), "report").inFlight()).isEqualTo(3);
    }

    @Test
    void takesRatesFromTwoSamples() {
        MonitorReport monitor = report(SortOrder.NAME, null).monitor();

        assertThat(monitor)
                .isEqualTo(new MonitorReport(
                        2,
                        new RingLine(50, 0.5, 4, 0.254, 83_886, 838_861, 8_388_608),
                        List.of(
                                new ProgramLine("on_segment", "raw_tp/tcp_probe", 100, 300.0, 0.003),
                                new ProgramLine("on_fork", "raw_tp/sched_process_fork", 0, null, 0)),
                        null,
                        List.of(
                                new MapLine("connections", 32_768, 65_536, 40, 0, 0),
                                new MapLine("processes", 16_384, 16_384, 8, 2, 7))));
    }

    @Test
    void comparesNothingOfTwoAgents() {
        assertThat(TopReport.between(Samples.second(), Samples.first(), SortOrder.NAME, null)
                        .monitor())
                .isNull();
        assertThat(TopReport.between(Samples.withoutMonitor(), Samples.second(), SortOrder.NAME, null)
                        .monitor())
                .isNull();
    }

    @Test
    void isOneLineOfJson() {
        assertThat(Json.line(report(SortOrder.RATE, null)))
                .startsWith(
                        "{\"window\":\"fast\",\"functions\":[{\"function\":\"thumbnail\",\"node\":\"n1\",\"queue\":2,"
                                + "\"slo\":{\"percentile\":95.0,\"latencyMs\":24.0},\"sloMet\":false,\"ratePerSecond\":49.0,")
                .contains("\"monitor\":{\"seconds\":2.0,\"ring\":{\"eventsPerSecond\":50.0,")
                .doesNotContain("\n");
    }

    private static TopReport report(SortOrder order, @Nullable String window) {
        return TopReport.between(Samples.first(), Samples.second(), order, window);
    }

    private static FunctionLine line(TopReport report, String function) {
        return report.functions().stream()
                .filter(line -> line.function().equals(function))
                .findFirst()
                .orElseThrow();
    }
}

package io.emfs.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emfs.config.Slo;
import io.emfs.jobs.ClusterJob;
import io.emfs.operators.fleet.FleetFunction;
import io.emfs.operators.fleet.FleetReport;
import io.emfs.operators.fleet.FleetWindow;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetTableTest {
    private static final FleetWindow SLOW = new FleetWindow("slow", 30_000, 5_000);
    private static final FleetFunction THUMBNAIL = new FleetFunction(
            "thumbnail", 12, 3_000, 100, 75, new Slo(95, Duration.ofMillis(24)), 9.04e6, 22.5e6, 31e6, 1234.56e6);
    private static final FleetFunction REPORT =
            new FleetFunction("report", 1, 15, 0.5, 0, null, 360e6, 700e6, 710e6, 710e6);

    @Test
    void showsAFunctionOnEachLine() {
        assertThat(FleetTable.of(new FleetReport(SLOW, 1_767_225_600_000L, 0, 0, List.of(THUMBNAIL, REPORT))))
                .isEqualTo("""
                        FUNCTION   NODES          SLO  RATE/s  MISSES %  P50 ms  P95 ms  P99 ms  MAX ms
                        thumbnail     12  p95 ≤ 24 ms   100.0       2.5     9.0    22.5    31.0  1234.6
                        report         1         none     0.5         -   360.0   700.0   710.0   710.0
                        window slow, 30s up to 2026-01-01T00:00:00Z
                        """);
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(FleetTable.of(new FleetReport(null, 0, 0, 0, List.of())))
                .isEqualTo("no window of this job is complete yet\n");
        assertThat(FleetTable.of(new FleetReport(SLOW, 0, 0, 0, List.of())))
                .isEqualTo("no function has answered a request within the last 30s\n");
        assertThat(FleetTable.of(new FleetReport(SLOW, 0, 7, 3, List.of(REPORT))))
                .endsWith("""
                        left out, for there are too many: 7 functions, counted on each node
                        left out, for clocks of nodes are too far apart: 3 functions, counted on each node
                        """);
    }

    @Test
    void hasTheSameFactsAsJson() throws Exception {
        ClusterJob job = new ClusterJob("0a", "emfs", "RUNNING", 1);

        JsonNode json = Json.mapper()
                .readTree(Json.of(FleetJson.of(job, new FleetReport(SLOW, 60_000, 7, 3, List.of(THUMBNAIL, REPORT)))));

        assertThat(json.path("job").path("id").asText()).isEqualTo("0a");
        assertThat(json.path("window")).hasToString("""
                {"name":"slow","sizeMs":30000,"slideMs":5000,"endMs":60000}""");
        assertThat(json.path("leftOut").asLong()).isEqualTo(7);
        assertThat(json.path("strays").asLong()).isEqualTo(3);
        assertThat(json.path("functions").path(0)).hasToString("""
                {"name":"thumbnail","nodes":12,"slo":{"percentile":95.0,"latencyMs":24.0},"requests":3000,\
                "ratePerSecond":100.0,"missed":75,"missedShare":0.025,\
                "latencyMs":{"p50":9.04,"p95":22.5,"p99":31.0,"max":1234.56}}""");
        assertThat(json.path("functions").path(1).path("slo").isNull()).isTrue();
    }
}

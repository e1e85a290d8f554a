package io.emfs.tests.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LoadResultTest {
    private static final List<String> REPORT = List.of(
            "1,100,110,150,160,200",
            "0,200,210,290,300,503",
            "# target=0 sent=3 completed=1 errors=2 refused=4",
            "# target=1 sent=1 completed=1 errors=0 refused=0",
            "# sent=4 completed=2 errors=2 refused=4");

    @Test
    void countsPerTargetAndInAll() {
        LoadResult result = LoadResult.parse(REPORT);

        assertThat(result.targets())
                .containsExactly(
                        new TargetResult(List.of(new CompletedRequest(0, 200, 210, 290, 300, 503)), 3, 4),
                        new TargetResult(List.of(new CompletedRequest(1, 100, 110, 150, 160, 200)), 1, 0));
        assertThat(List.of(result.sent(), result.completed(), result.errors(), result.refused()))
                .containsExactly(4L, 2L, 2L, 4L);
    }

    @Test
    void measuresLatencyFromSendingAndResponseFromTheSchedule() {
        TargetResult target = LoadResult.parse(REPORT).targets().get(1);

        assertThat(target.latency().maxNs()).isEqualTo(40);
        assertThat(target.response().maxNs()).isEqualTo(60);
    }

    @Test
    void rejectsAReportThatWasCutOff() {
        assertThatThrownBy(() -> LoadResult.parse(REPORT.subList(1, 5)))
                .hasMessage("loadgen's report is cut off: completed=1, lines=0");
        assertThatThrownBy(() -> LoadResult.parse(REPORT.subList(0, 2)))
                .hasMessage("loadgen's report has no summary, lines=2");
        assertThatThrownBy(() -> LoadResult.parse(List.of("0,1,2")))
                .hasMessage("loadgen line \"0,1,2\", expected fields=6");
    }
}

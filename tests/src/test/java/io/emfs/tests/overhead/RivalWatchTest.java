package io.emfs.tests.overhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RivalWatchTest {
    @Test
    void readsWhatItSawAndWhatEachProgramCost() {
        String report = """
                requests=7 latency_mean_ns=20000 latency_max_ns=30000
                program=rival_segment runs=14 run_time_ns=2800
                program=rival_read runs=7 run_time_ns=700""";

        assertThat(RivalWatch.parse(report))
                .isEqualTo(new Sighting(
                        7, List.of(new HookCost("rival_segment", 14, 2800), new HookCost("rival_read", 7, 700))));
        assertThat(RivalWatch.parse(report).runTimeNs()).isEqualTo(3500);
    }

    @Test
    void rejectsAReportWithoutACount() {
        assertThatThrownBy(() -> RivalWatch.parse("")).hasMessage("rival's report has no requests: \"\"");
    }
}

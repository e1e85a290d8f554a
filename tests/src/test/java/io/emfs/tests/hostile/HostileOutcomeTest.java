package io.emfs.tests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostileOutcomeTest {
    @Test
    void isContentWithAMonitorThatCameThrough() {
        HostileOutcome outcome = new HostileOutcome(
                Map.of("stall", 3L), true, List.of(), 0, 0, List.of(), 10, 8, 2, 1, new RequestTotals(15, 10, 1, 4, 0));
        assertThat(outcome.complaints()).isEmpty();
    }

    @Test
    void namesEverythingThatIsWrong() {
        HostileOutcome outcome = new HostileOutcome(
                Map.of("stall", 0L),
                false,
                List.of("ERROR ring"),
                0,
                2,
                List.of(4711),
                10,
                8,
                1,
                1,
                new RequestTotals(15, 10, 1, 4, 1));
        assertThat(outcome.complaints())
                .containsExactly(
                        "habit stall was never indulged in",
                        "the monitor stopped reading",
                        "logged: ERROR ring",
                        "connections tracked: 0 before, 2 after",
                        "processes that serve nothing any more: [4711]",
                        "requests counted=10, but events=8, dropped=1",
                        "do not add up: RequestTotals[arrivals=15, answered=10, unanswered=1, unsupported=4, inFlight=1]",
                        "in flight without a connection: RequestTotals[arrivals=15, answered=10, unanswered=1, unsupported=4, inFlight=1]");
    }
}

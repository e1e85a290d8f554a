package io.emfs.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChaosOutcomeTest {
    @Test
    void isContentWithNothingLeftBehind() {
        ChaosOutcome outcome = outcome(
                List.of(), List.of(), List.of(), List.of(120, 90), new Mischief.Counts(5, 4, 3, 0), 1000, List.of());

        assertThat(outcome.complaints()).isEmpty();
        assertThat(outcome.agentKills()).isEqualTo(2);
        assertThat(new ChaosReport(outcome).json())
                .containsEntry("threads_left_changed", 0)
                .containsEntry("wrong_threads_touched", 0)
                .containsEntry("late_restores", 1)
                .containsEntry("agent_kills", 2)
                .containsEntry("functions_restarted", 5)
                .containsEntry("threads_churned", 1000L);
    }

    @Test
    void namesEverythingThatIsWrong() {
        ChaosOutcome outcome = outcome(
                IntStream.range(0, 7).mapToObj(i -> "thread " + i).toList(),
                List.of("rr:75"),
                List.of("sched_rr_timeslice_ms=20, was 100"),
                List.of(3, 0),
                new Mischief.Counts(5, 4, 0, 2),
                0,
                List.of("no traffic"));

        assertThat(outcome.complaints())
                .containsExactly(
                        "left changed: thread 0",
                        "left changed: thread 1",
                        "left changed: thread 2",
                        "left changed: thread 3",
                        "left changed: thread 4",
                        "left changed: 2 more",
                        "wrongly touched: rr:75",
                        "left changed: sched_rr_timeslice_ms=20, was 100",
                        "no thread was managed before kill 2",
                        "not all was done to the functions: Counts[restarts=5, stops=4, moves=0, refusedMoves=2]",
                        "functions had nothing to do: threads=0, requests=10",
                        "no traffic");
    }

    private static ChaosOutcome outcome(
            List<String> leftChanged,
            List<String> touched,
            List<String> settings,
            List<Integer> managed,
            Mischief.Counts mischief,
            long churned,
            List<String> failures) {
        return new ChaosOutcome(
                leftChanged,
                touched,
                settings,
                List.of("thread 7"),
                managed,
                30,
                mischief,
                5,
                churned,
                10,
                16,
                100,
                failures);
    }
}

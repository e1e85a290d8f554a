package io.emfs.tests.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterferenceTest {
    private final InterferenceOptions options = InterferenceOptions.builder()
            .loads(List.of(0.8, 1.0))
            .seed(7)
            .rounds(2)
            .build();
    private final List<String> ran = new ArrayList<>();

    @Test
    void interleavesTheSchedulersOnTheSameArrivals() throws IOException, InterruptedException {
        Interference interference = new Interference(options, new NoScheduler(), Progress.SILENT);

        try (ProgressClock clock = new ProgressClock(Progress.SILENT, Duration.ZERO)) {
            interference.run(this::record, clock);
        }

        assertThat(ran)
                .containsExactly(
                        "IDEAL 0.8 round 0 seed 7",
                        "DEFAULT 0.8 round 0 seed 7",
                        "EMFS 0.8 round 0 seed 7",
                        "DEFAULT 0.8 round 1 seed 7",
                        "EMFS 0.8 round 1 seed 7",
                        "IDEAL 1.0 round 0 seed 8",
                        "DEFAULT 1.0 round 0 seed 8",
                        "EMFS 1.0 round 0 seed 8",
                        "DEFAULT 1.0 round 1 seed 8",
                        "EMFS 1.0 round 1 seed 8");
        assertThat(ran).hasSize(options.phases());
    }

    @Test
    void titlesAPhaseForItsReader() {
        assertThat(PlannedPhase.all(options).stream().limit(3).map(phase -> phase.title("eMFS", 2)))
                .containsExactly(
                        "ideal, load 80 %", "default, load 80 %, round 1 of 2", "eMFS, load 80 %, round 1 of 2");
    }

    @Test
    void rejectsAScenarioWithoutRounds() {
        InterferenceOptionsBuilder builder = InterferenceOptions.builder().rounds(0);

        assertThatThrownBy(builder::build).hasMessage("rounds=0, must be at least 1");
    }

    @Test
    void rejectsTheIdealAmongThePolicies() {
        InterferenceOptionsBuilder builder = InterferenceOptions.builder().policies(List.of(Policy.IDEAL, Policy.EMFS));

        assertThatThrownBy(builder::build)
                .hasMessage("policies=[IDEAL, EMFS], at least one is needed; IDEAL is measured in any case");
    }

    @Test
    void alternatesAllPoliciesInEachRound() {
        InterferenceOptions all = InterferenceOptions.builder()
                .policies(List.of(Policy.DEFAULT, Policy.FIFO, Policy.RR, Policy.NICE, Policy.EMFS))
                .loads(List.of(0.8))
                .rounds(2)
                .build();

        assertThat(PlannedPhase.all(all))
                .extracting(PlannedPhase::policy)
                .containsExactly(
                        Policy.IDEAL,
                        Policy.DEFAULT,
                        Policy.FIFO,
                        Policy.RR,
                        Policy.NICE,
                        Policy.EMFS,
                        Policy.DEFAULT,
                        Policy.FIFO,
                        Policy.RR,
                        Policy.NICE,
                        Policy.EMFS);
        assertThat(all.phases()).isEqualTo(11);
    }

    private PhaseResult record(PlannedPhase planned) {
        ran.add(planned.policy() + " " + planned.load() + " round " + planned.round() + " seed " + planned.seed());
        return new PhaseResult(planned.policy(), planned.load(), planned.round(), 0, List.of());
    }
}

package io.emfs.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.ConfigLoader;
import io.emfs.jobs.Replay;
import io.emfs.jobs.cli.Json;
import io.emfs.jobs.replay.Pace;
import io.emfs.jobs.replay.ReplayResult;
import io.emfs.state.recording.RecordingReader;
import io.emfs.tests.recording.ScenarioRecording;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The job on recordings of real runs: whatever changes its decisions shows here. */
@Timeout(120)
class ReplayIT {
    @Test
    void promotesTheShortFunctionThatTheKernelsSchedulerKeptWaiting() throws Exception {
        ReplayResult result = replay(ScenarioRecording.DEFAULT, List.of());

        assertThat(changes(result)).containsExactly("short 0>2 INITIAL", "long 0>6 INITIAL", "short 2>1 SLO_MISSED");
        assertThat(result.functions()).extracting(function -> function.name()).containsExactly("long", "short");
        assertThat(result.functions().get(1).requests()).isGreaterThan(500);
        assertThat(result.recording().complete()).isTrue();
    }

    /** The recorded latencies stay what they are; what is made of them follows the configuration given. */
    @Test
    void decidesByAnotherConfigurationIfTold() throws Exception {
        ReplayResult result =
                replay(ScenarioRecording.DEFAULT, List.of("functions[0].slo.latency=1h", "functions[1].slo=none"));

        assertThat(changes(result)).containsExactly("short 0>6 INITIAL", "long 0>6 INITIAL");
        assertThat(result.functions().get(1).missedWindows()).isZero();
    }

    @ParameterizedTest
    @EnumSource(ScenarioRecording.class)
    void yieldsTheSameBytesEachTime(ScenarioRecording recording) throws Exception {
        assertThat(Json.of(replay(recording, List.of()))).isEqualTo(Json.of(replay(recording, List.of())));
    }

    private static List<String> changes(ReplayResult result) {
        return result.changes().stream()
                .map(change -> change.function() + " " + change.from() + ">" + change.to() + " " + change.reason())
                .toList();
    }

    private static ReplayResult replay(ScenarioRecording scenario, List<String> overrides) throws Exception {
        try (RecordingReader recording = scenario.open()) {
            return new Replay(
                            ConfigLoader.parse(
                                            scenario.fileName(),
                                            recording.header().config(),
                                            overrides)
                                    .config(),
                            Pace.FASTEST,
                            change -> {})
                    .run(recording);
        }
    }
}

package io.emfs.operators.policy;

import static io.emfs.operators.policy.PolicyFixtures.WINDOWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emfs.config.QueueConfig;
import io.emfs.operators.learning.FunctionProfiler;
import io.emfs.operators.learning.Prior;
import io.emfs.operators.learning.ServedModel;
import io.emfs.state.Calibration;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionProfile;
import io.emfs.state.FunctionStanding;
import io.emfs.state.Percentiles;
import io.emfs.state.QueuePlacement;
import io.emfs.state.RequestPercentiles;
import io.emfs.state.Statistic;
import io.emfs.state.WindowSummary;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodeLearnerTest {
    private static final long CPU_1 = 0b10;

    private final NodeLearner learner = new NodeLearner(FunctionProfiler.of(WINDOWS));
    private @Nullable ServedModel model;
    private final HeapMemory memory = new HeapMemory(PolicyFixtures.SIX_QUEUES.size(), () -> model, LessonLog.NONE);

    @Test
    void learnsFromWindowsThatDoNotOverlap() {
        place("f", 2, 0);

        assertThat(see("f", "fast", 1_000, 1_000, 30)).isTrue();
        assertThat(see("f", "fast", 1_200, 1_000, 30)).isFalse();
        assertThat(see("f", "fast", 1_800, 1_000, 30)).isFalse();
        assertThat(see("f", "fast", 2_000, 1_000, 30)).isTrue();
        assertThat(profile("f").windows()).isEqualTo(2);
    }

    @Test
    void learnsNothingFromAWindowInWhichTheFunctionMoved() {
        place("f", 2, 0);
        see("f", "fast", 1_000, 1_000, 30);
        place("f", 3, 1_600);

        assertThat(see("f", "fast", 2_400, 1_000, 30)).isFalse();
        assertThat(see("f", "fast", 2_600, 1_000, 30)).isTrue();
        assertThat(profile("f").last(Statistic.LEVEL)).isEqualTo(3);
    }

    @Test
    void waitsForTheLongWindowOfARareFunction() {
        place("rare", 2, 0);

        assertThat(see("rare", "fast", 1_000, 1_000, 19)).as("chance").isFalse();
        assertThat(see("rare", "slow", 30_000, 30_000, 5)).isTrue();
        assertThat(see("rare", "slow", 60_000, 30_000, 4)).as("chance").isFalse();
    }

    @Test
    void learnsOfTheLoadBesideTheFunction() {
        place("f", 2, 0);
        place("g", 1, 0);
        see("g", "fast", 1_000, 1_000, 30); // 30 × 10 ms a second
        see("f", "fast", 1_000, 1_000, 30);

        assertThat(profile("f").load(1)).isCloseTo(0.3f, within(1e-6f));
        assertThat(profile("f").last(Statistic.LOAD_ABOVE)).isCloseTo(0.3f, within(1e-6f));
    }

    @Test
    void learnsNothingOfAFunctionThatWasNeverPlaced() {
        assertThat(see("f", "fast", 1_000, 1_000, 30)).isFalse();
        assertThat(memory.profileOf("f")).isNull();
    }

    @Test
    void judgesTheModelInUseByEachWindow() {
        model = ServedModel.of(Objects.requireNonNull(Prior.of(QueueConfig.DEFAULTS)));
        place("f", 2, 0);
        for (int second = 1; second <= 8; second++) {
            see("f", "fast", second * 1_000L, 1_000, 30);
        }

        assertThat(profile("f").score().judged()).isEqualTo(7);
        assertThat(profile("f").score().modelError()).isPositive();
        Calibration calibration = Objects.requireNonNull(memory.standingOf("f")).calibration();
        assertThat(calibration.judged())
                .as("forecasts of a young function are not counted")
                .isEqualTo(5);
        assertThat(calibration.coverage()).isBetween(0f, 1f);
    }

    private void place(String function, int queue, long atMs) {
        FunctionStanding known = memory.standingOf(function);
        QueuePlacement placement = QueuePlacement.initial(queue, 24_000_000, atMs);
        memory.remember(function, known == null ? FunctionStanding.of(placement).on(CPU_1) : known.with(placement));
    }

    private boolean see(String function, String window, long endMs, long sizeMs, long count) {
        Percentiles ns = new Percentiles(12e6, 12e6, 12e6, 12e6, 12e6);
        Percentiles cpu = new Percentiles(10e6, 10e6, 10e6, 10e6, 10e6);
        WindowSummary summary = new WindowSummary(
                new FunctionKey("node", function),
                window,
                endMs - sizeMs,
                endMs,
                count,
                0,
                new RequestPercentiles(ns, ns, ns, ns, cpu, ns),
                12e6,
                0,
                endMs * 1_000_000);
        return learner.onWindow(summary, memory);
    }

    private FunctionProfile profile(String function) {
        return Objects.requireNonNull(memory.profileOf(function));
    }
}

package io.emfs.operators.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.state.HeldOutErrors;
import io.emfs.state.LearningReport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacedReportsTest {
    private final List<LearningReport> passed = new ArrayList<>();
    private long nowNs = 5;
    private final PacedReports reports = new PacedReports(() -> nowNs, passed::add);

    @Test
    void passesNewsOnOnceASecondAndTheNewestOfThem() {
        reports.add(report(1, 0));
        nowNs += PacedReports.PACE_NS - 1;
        reports.add(report(2, 0));
        assertThat(passed).containsExactly(report(1, 0));
        nowNs += 1;
        reports.add(report(3, 0));
        reports.add(report(4, 0));
        assertThat(passed).containsExactly(report(1, 0), report(3, 0));
    }

    @Test
    void passesTheEndOfATrainingOnAtOnce() {
        reports.add(report(1, 0));
        reports.add(report(1, 1));
        assertThat(passed).containsExactly(report(1, 0), report(1, 1));
    }

    @Test
    void givesANewcomerTheNewest() {
        reports.add(report(1, 0));
        reports.add(report(2, 0));
        List<LearningReport> newcomer = new ArrayList<>();
        reports.passTo(newcomer::add);
        assertThat(newcomer).containsExactly(report(2, 0));
        assertThat(passed).containsExactly(report(1, 0));
    }

    private static LearningReport report(int rows, long failures) {
        return new LearningReport("model", 0, rows, 1, 0, 0, failures, Double.NaN, HeldOutErrors.NONE);
    }
}

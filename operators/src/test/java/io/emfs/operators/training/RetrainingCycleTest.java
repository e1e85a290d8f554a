package io.emfs.operators.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.QueueConfig;
import io.emfs.operators.learning.BaseModel;
import io.emfs.operators.learning.FeatureVectors;
import io.emfs.operators.learning.QueueModel;
import io.emfs.operators.learning.Retrained;
import io.emfs.operators.learning.Retraining;
import io.emfs.operators.learning.Trainer;
import io.emfs.operators.learning.TrainingRow;
import io.emfs.state.FunctionProfile;
import io.emfs.state.HeldOutErrors;
import io.emfs.state.LearningReport;
import io.emfs.state.NodeLoad;
import io.emfs.state.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetrainingCycleTest {
    private static final FeatureVectors FEATURES = FeatureVectors.of(QueueConfig.DEFAULTS, 1);
    private static final QueueModel BASE = Objects.requireNonNull(BaseModel.SHIPPED.forQueues(QueueConfig.DEFAULTS));
    private static final HeldOutErrors ERRORS = new HeldOutErrors(0.2, 0.3, 0.4, 0.35, 0.33);

    private final BlockingQueue<LearningReport> reports = new LinkedBlockingQueue<>();
    private final BlockingQueue<QueueModel> served = new LinkedBlockingQueue<>();
    private @Nullable RetrainingCycle cycle;

    @AfterEach
    void close() throws InterruptedException {
        if (cycle != null) {
            cycle.close();
        }
    }

    @Test
    void servesAModelThatIsPromoted() throws InterruptedException {
        RetrainingCycle running = start(retraining -> new Retrained(BASE, ERRORS, true));
        running.add(rows(8, 20));

        LearningReport report = await(each -> each.promotions() == 1);
        assertThat(report.version()).isEqualTo(1);
        assertThat(report.errors()).isEqualTo(ERRORS);
        assertThat(report.rows()).isEqualTo(160);
        assertThat(report.functions()).isEqualTo(8);
        assertThat(served.poll(10, TimeUnit.SECONDS)).isSameAs(BASE);
        assertThat(running.version().promotions()).isEqualTo(1);
    }

    @Test
    void keepsItsModelWhereTheNewOneIsWorse() throws InterruptedException {
        RetrainingCycle running = start(retraining -> new Retrained(BASE, ERRORS, false));
        running.add(rows(8, 20));

        LearningReport report = await(each -> each.rejections() == 1);
        assertThat(report.version()).isZero();
        assertThat(served).isEmpty();
    }

    @Test
    void goesOnAfterATrainingThatFailed() throws InterruptedException {
        List<Integer> calls = new ArrayList<>();
        RetrainingCycle running = start(retraining -> {
            calls.add(1);
            if (calls.size() == 1) {
                throw new IllegalStateException("for once");
            }
            return new Retrained(BASE, ERRORS, true);
        });
        running.add(rows(8, 20));
        await(each -> each.failures() == 1);
        running.add(rows(8, 20));

        assertThat(await(each -> each.promotions() == 1).failures()).isEqualTo(1);
    }

    @Test
    void waitsForNewsAndForEnoughFunctions() {
        RetrainingCycle idle = new RetrainingCycle(FEATURES, null, Duration.ofDays(1), served::add, reports::add);
        idle.start(BASE);
        idle.add(rows(5, 40));
        assertThat(idle.order()).as("too few to hold any out").isNull();
        idle.add(rows(6, 40));
        assertThat(idle.order()).isNotNull();
        idle.add(rows(1, RetrainingCycle.LEAST_NEWS - 1));
        assertThat(idle.order()).as("no news").isNull();
    }

    @Test
    void startsFromScratchOnlyWithManyFunctions() {
        RetrainingCycle idle = new RetrainingCycle(FEATURES, null, Duration.ofDays(1), served::add, reports::add);
        idle.start(null);
        idle.add(rows(199, 1));
        assertThat(idle.order()).isNull();
        idle.add(rows(200, 1));
        assertThat(idle.order()).isNotNull();
    }

    @Test
    void forgetsWhatWasTrainedWhileTheJobWasReset() throws InterruptedException {
        RetrainingCycle[] running = new RetrainingCycle[1];
        running[0] = start(retraining -> {
            running[0].reset(new ModelVersion(7, BASE));
            return new Retrained(BASE, ERRORS, true);
        });
        running[0].add(rows(8, 20));

        assertThat(await(each -> each.rejections() == 1).version()).isEqualTo(7);
        assertThat(served).isEmpty();
    }

    @Test
    void trainsFromWhatTheFunctionsOfANodeHaveShown() throws InterruptedException {
        RetrainingCycle running = start(Retraining::run);
        running.add(rows(30, 30));

        HeldOutErrors errors = await(each -> each.promotions() == 1).errors();
        assertThat(errors.candidate()).isLessThan(errors.incumbent());
        assertThat(errors.trees()).isPositive();
        assertThat(errors.machine()).isPositive();
        assertThat(running.version().model()).isNotSameAs(BASE);
    }

    private RetrainingCycle start(Trainer trainer) {
        RetrainingCycle started =
                new RetrainingCycle(FEATURES, trainer, Duration.ofMillis(10), served::add, reports::add);
        cycle = started;
        started.start(BASE);
        return started;
    }

    private LearningReport await(Predicate<LearningReport> wanted) throws InterruptedException {
        LearningReport report = reports.poll(60, TimeUnit.SECONDS);
        while (report != null && !wanted.test(report)) {
            report = reports.poll(60, TimeUnit.SECONDS);
        }
        return Objects.requireNonNull(report, "no such report");
    }

    /** Their p95 is three times their CPU time in p1 and half as much more in each queue below: no simulation is like that. */
    static List<TrainingRow> rows(int functions, int windows) {
        List<TrainingRow> rows = new ArrayList<>();
        for (int f = 0; f < functions; f++) {
            FunctionProfile profile = FunctionProfile.EMPTY;
            for (int w = 0; w <= windows; w++) {
                int queue = 1 + (f + w) % 6;
                double cpuNs = 1e6 * (1 + f % 9);
                double p95Ns = 3 * cpuNs * Math.pow(1.5, queue - 1);
                Observation seen = new Observation(
                        queue, 1, 20, p95Ns / 2, p95Ns, 1.2 * p95Ns, 1e5, cpuNs, cpuNs, p95Ns / 4, 1, NodeLoad.none(6));
                TrainingRow row = TrainingRow.of(FEATURES, TrainingRow.hash("f" + f), profile, seen);
                if (row != null) {
                    rows.add(row);
                }
                profile = profile.next(seen);
            }
        }
        return rows;
    }
}

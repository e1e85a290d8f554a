package io.emfs.operators.policy;

import static io.emfs.operators.policy.PolicyFixtures.BOUND_NS;
import static io.emfs.operators.policy.PolicyFixtures.SIX_QUEUES;
import static io.emfs.operators.policy.PolicyFixtures.SLO_24_MS;
import static io.emfs.operators.policy.PolicyFixtures.defaultPolicy;
import static io.emfs.operators.policy.PolicyFixtures.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.state.ChangeReason;
import io.emfs.state.Prediction;
import io.emfs.state.QueueChange;
import io.emfs.state.QueuePlacement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The ladder where a learned model is trusted. */
class AdvisedLadderTest {
    private static final double MISS_MS = 30;
    private static final double TIGHT_MS = 20;
    private static final double SLACK_MS = 4;
    private static final double MS = 1e6;

    private final SloLadder ladder = new SloLadder(defaultPolicy(), QueueLadder.of(SIX_QUEUES));
    private final List<QueueChange> changes = new ArrayList<>();
    private QueuePlacement placement = QueuePlacement.initial(4, BOUND_NS, 0);

    @Test
    void promotesToTheQueueThatTheModelNames() {
        see(2, MISS_MS, advice(2));

        assertThat(changes)
                .singleElement()
                .satisfies(change -> assertThat(change.reason()).isEqualTo(ChangeReason.SLO_MISSED))
                .satisfies(change -> assertThat(change.to()).isEqualTo(2))
                .satisfies(change -> assertThat(change.prediction()).isEqualTo(new Prediction("m", 12 * MS, 22 * MS)));
    }

    @Test
    void promotesOneQueueWhereTheModelHadSeenNoMissComing() {
        see(2, MISS_MS, advice(5));

        assertThat(changes).extracting(QueueChange::to).containsExactly(3);
        assertThat(changes.get(0).prediction()).isNull();
    }

    @Test
    void promotesOneQueueWhereTheModelHasNoHope() {
        see(2, MISS_MS, advice(0));

        assertThat(changes).extracting(QueueChange::to).containsExactly(3);
        assertThat(changes.get(0).prediction()).isNull();
    }

    @Test
    void promotesNobodyWhereTheQueuesAboveAreNoBetter() {
        see(10, MISS_MS, new QueueAdvice(4, false, "m", far(), far()));

        assertThat(changes).isEmpty();
    }

    @Test
    void demotesAsFarAsTheModelNamesThoughHalfTheBoundIsExceeded() {
        placement = QueuePlacement.initial(2, BOUND_NS, 0);
        see(4, TIGHT_MS, advice(5));
        assertThat(changes).isEmpty();
        see(1, TIGHT_MS, advice(5));

        assertThat(changes).extracting(QueueChange::to).containsExactly(5);
        assertThat(changes.get(0).prediction()).isEqualTo(new Prediction("m", 15 * MS, 22 * MS));
    }

    @Test
    void staysHoweverComfortableWhereTheModelSaysThatTheNextQueueWouldMiss() {
        see(50, SLACK_MS, advice(4));

        assertThat(changes).isEmpty();
    }

    @Test
    void neverLeavesAFunctionWithAnSloInTheLastQueue() {
        see(50, SLACK_MS, advice(6));

        assertThat(changes).extracting(QueueChange::to).containsExactly(5);
    }

    @Test
    void exploresTheNextQueueOnlyWithSlackAndHope() {
        placement = QueuePlacement.initial(3, BOUND_NS, 0);

        assertThat(ladder.explore(placement, window(3_000, TIGHT_MS), SLO_24_MS, advice(3))
                        .change())
                .as("tight")
                .isNull();
        assertThat(ladder.explore(
                                placement,
                                window(3_000, SLACK_MS),
                                SLO_24_MS,
                                new QueueAdvice(3, true, "m", far(), far()))
                        .change())
                .as("without hope")
                .isNull();
        assertThat(ladder.explore(placement, window(900, SLACK_MS), SLO_24_MS, advice(3))
                        .change())
                .as("in its cool-down")
                .isNull();
        assertThat(ladder.explore(placement, window(3_000, SLACK_MS), SLO_24_MS, advice(3))
                        .change())
                .isNotNull()
                .satisfies(change -> assertThat(change.to()).isEqualTo(4))
                .satisfies(change -> assertThat(change.reason()).isEqualTo(ChangeReason.EXPLORED));
    }

    /** Each of these windows slides on by 200 ms. */
    private void see(int windows, double observedMs, @Nullable QueueAdvice advice) {
        long firstMs = 2_000 + 200L * seen;
        for (int i = 0; i < windows; i++, seen++) {
            Decision decision = ladder.onWindow(
                    placement, window(firstMs + 200L * i, observedMs), SLO_24_MS, MoveGate.OPEN, advice);
            placement = decision.placement();
            if (decision.change() != null) {
                changes.add(decision.change());
            }
        }
    }

    private int seen;

    /** 0 for no queue that would do. Medians of 11 ms in p1 up to 16 ms in p6. */
    private static QueueAdvice advice(int queue) {
        double[] medians = {11 * MS, 12 * MS, 13 * MS, 14 * MS, 15 * MS, 16 * MS};
        double[] uppers = {22 * MS, 22 * MS, 22 * MS, 22 * MS, 22 * MS, 22 * MS};
        return new QueueAdvice(Math.max(1, queue), queue > 0, "m", medians, uppers);
    }

    private static double[] far() {
        return new double[] {1 * MS, 2 * MS, 3 * MS, 99 * MS, 99 * MS, 99 * MS};
    }
}

package io.emfs.operators.policy;

import static io.emfs.operators.policy.PolicyFixtures.BOUND_NS;
import static io.emfs.operators.policy.PolicyFixtures.KEY;
import static io.emfs.operators.policy.PolicyFixtures.PID;
import static io.emfs.operators.policy.PolicyFixtures.SIX_QUEUES;
import static io.emfs.operators.policy.PolicyFixtures.SLO_24_MS;
import static io.emfs.operators.policy.PolicyFixtures.defaultPolicy;
import static io.emfs.operators.policy.PolicyFixtures.emptyWindow;
import static io.emfs.operators.policy.PolicyFixtures.policy;
import static io.emfs.operators.policy.PolicyFixtures.queues;
import static io.emfs.operators.policy.PolicyFixtures.slo;
import static io.emfs.operators.policy.PolicyFixtures.started;
import static io.emfs.operators.policy.PolicyFixtures.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.Slo;
import io.emfs.state.ChangeReason;
import io.emfs.state.DemotionBackoff;
import io.emfs.state.InstanceExited;
import io.emfs.state.QueueChange;
import io.emfs.state.QueuePlacement;
import io.emfs.state.WindowSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SloLadderTest {
    private static final double MISS_MS = 30;
    private static final double COMFORT_MS = 11;
    private static final double BETWEEN_MS = 18;

    private SloLadder ladder = new SloLadder(defaultPolicy(), QueueLadder.of(SIX_QUEUES));
    private @Nullable Slo slo = SLO_24_MS;
    private @Nullable QueuePlacement placement;
    private final List<QueueChange> changes = new ArrayList<>();

    @Test
    void placesAFunctionInTheFirstQueueWhoseQuantumCoversItsBound() {
        QueueLadder queues = QueueLadder.of(SIX_QUEUES);

        assertThat(queues.initialQueue(slo(24))).isEqualTo(2);
        assertThat(queues.initialQueue(slo(120))).isEqualTo(4);
        assertThat(queues.initialQueue(slo(20))).isEqualTo(1);
        assertThat(queues.initialQueue(slo(1))).isEqualTo(1);
        assertThat(queues.initialQueue(slo(501))).isEqualTo(6);
        assertThat(queues.initialQueue(null)).isEqualTo(6);
    }

    @Test
    void announcesTheFirstPlacement() {
        start(1_000);

        assertThat(changes)
                .containsExactly(
                        new QueueChange(KEY, QueueChange.NONE, 2, ChangeReason.INITIAL, 1_000_000_000L, 0, BOUND_NS));
    }

    @Test
    void repeatsTheQueueForAFurtherProcess() {
        start(1_000);
        start(1_500);

        assertThat(changes.get(1))
                .isEqualTo(
                        new QueueChange(KEY, 2, 2, ChangeReason.INSTANCE, 1_500_000_000L, 0, BOUND_NS).forProcess(PID));
    }

    @Test
    void placesAFunctionWhoseStartItNeverSaw() {
        see(window(5_000, MISS_MS));

        assertThat(changes)
                .containsExactly(
                        new QueueChange(KEY, QueueChange.NONE, 2, ChangeReason.INITIAL, 5_000_000_000L, 0, BOUND_NS));
    }

    @Test
    void promotesAFunctionThatMissesItsSloTwoWindowsInARow() {
        start(0);
        see(window(1_000, MISS_MS));
        assertThat(changes).hasSize(1);
        see(window(1_200, 31));

        assertThat(changes.get(1))
                .isEqualTo(new QueueChange(KEY, 2, 1, ChangeReason.SLO_MISSED, 1_200_000_000L, 31e6, BOUND_NS));
        assertThat(placement).isEqualTo(new QueuePlacement(1, BOUND_NS, 0, 0, 1_200, false, 0, List.of()));
    }

    @Test
    void leavesTheLastQueueToFunctionsWithoutAnSloOrWithOneThatNamesIt() {
        QueueLadder queues = QueueLadder.of(SIX_QUEUES);

        assertThat(queues.lowestQueue(slo(24))).isEqualTo(5);
        assertThat(queues.lowestQueue(slo(320))).isEqualTo(5);
        assertThat(queues.lowestQueue(slo(501))).isEqualTo(6);
    }

    @Test
    void demotesAFunctionThatIsComfortableFiveWindowsInARow() {
        start(0);
        seeAll(1_000, 4, COMFORT_MS);
        assertThat(changes).hasSize(1);
        see(window(1_800, COMFORT_MS));

        assertThat(changes.get(1))
                .isEqualTo(new QueueChange(KEY, 2, 3, ChangeReason.SLO_MET, 1_800_000_000L, 11e6, BOUND_NS));
    }

    @Test
    void forgetsWhatItCountedAtAWindowInBetween() {
        start(0);
        see(window(1_000, MISS_MS));
        see(window(1_200, BETWEEN_MS));
        see(window(1_400, MISS_MS));
        see(window(1_600, COMFORT_MS));
        see(window(1_800, MISS_MS));

        assertThat(changes).hasSize(1);
    }

    @Test
    void countsNeitherTheBoundNorHalfOfIt() {
        start(0);
        seeAll(1_000, 20, 24);
        seeAll(5_000, 20, 12);

        assertThat(changes).hasSize(1);
    }

    @Test
    void ignoresEmptyWindowsAndWindowsOfOtherNames() {
        start(0);
        see(window(1_000, MISS_MS));
        see(emptyWindow(1_200));
        see(window("slow", 1_200, 40, COMFORT_MS));
        see(window("slow", 1_200, 40, MISS_MS));
        assertThat(changes).hasSize(1);
        see(window(1_400, MISS_MS));

        assertThat(changes).hasSize(2);
    }

    @Test
    void ignoresWindowsThatBeganBeforeTheLastMove() {
        start(0);
        seeAll(200, 4, MISS_MS);
        assertThat(placement).isEqualTo(QueuePlacement.initial(2, BOUND_NS, 0));
        see(window(1_000, MISS_MS));
        see(window(1_200, MISS_MS));
        seeAll(1_400, 4, COMFORT_MS);

        assertThat(placement).isEqualTo(new QueuePlacement(1, BOUND_NS, 0, 0, 1_200, false, 0, List.of()));
    }

    @Test
    void waitsForTheCoolDownButKeepsCounting() {
        ladder = new SloLadder(policy(2, 5, 10_000), QueueLadder.of(SIX_QUEUES));
        start(0);
        seeAll(1_000, 45, MISS_MS);
        assertThat(changes).hasSize(1);
        see(window(10_000, MISS_MS));

        assertThat(changes.get(1).causeNs()).isEqualTo(10_000_000_000L);
    }

    @Test
    void neverMovesAFunctionWithoutAnSlo() {
        slo = null;
        start(0);
        seeAll(1_000, 100, MISS_MS);

        assertThat(changes).containsExactly(new QueueChange(KEY, QueueChange.NONE, 6, ChangeReason.INITIAL, 0, 0, 0));
    }

    @Test
    void asksForTwiceTheEvidenceAfterADemotionThatFailed() {
        start(0);
        long endMs = demoteAndFail(1_000);
        assertThat(placement)
                .isNotNull()
                .extracting(QueuePlacement::backoffs)
                .isEqualTo(List.of(new DemotionBackoff(3, 2, endMs)));

        seeAll(endMs + 1_000, 9, COMFORT_MS);
        assertThat(changes).hasSize(3);
        see(window(endMs + 1_000 + 9 * 200, COMFORT_MS));

        assertThat(changes.get(3).to()).isEqualTo(3);
    }

    @Test
    void forgetsAFailedDemotionInTime() {
        start(0);
        long endMs = demoteAndFail(1_000) + DemotionBackoff.HALF_LIFE_MS;
        seeAll(endMs, 5, COMFORT_MS);

        assertThat(changes).hasSize(4);
    }

    @Test
    void keepsItsWishWhileTheGateIsShut() {
        start(0);
        for (long endMs = 1_000; endMs <= 2_000; endMs += 200) {
            accept(ladder.onWindow(placement, window(endMs, MISS_MS), slo, promotion -> false, null));
        }
        assertThat(changes).hasSize(1);

        see(window(2_200, MISS_MS));
        assertThat(changes).hasSize(2).last().extracting(QueueChange::to).isEqualTo(1);
    }

    @Test
    void keepsTheQueueOfAFunctionThatComesBack() {
        start(0);
        seeAll(1_000, 2, MISS_MS);
        placement = ladder.onExit(Objects.requireNonNull(placement), new InstanceExited(KEY, 100, 1, 2_000_000_000L));
        assertThat(placement).isNotNull().extracting(QueuePlacement::lastExitMs).isEqualTo(0L);
        placement = ladder.onExit(Objects.requireNonNull(placement), new InstanceExited(KEY, 101, 0, 3_000_000_000L));
        assertThat(placement).isNotNull().extracting(QueuePlacement::lastExitMs).isEqualTo(3_000L);
        start(90_000);

        assertThat(changes.get(2))
                .isEqualTo(new QueueChange(KEY, 1, 1, ChangeReason.INSTANCE, 90_000_000_000L, 0, BOUND_NS)
                        .forProcess(PID));
    }

    @Test
    void placesAFunctionAnewWhenItsBoundChanges() {
        start(0);
        seeAll(1_000, 1, MISS_MS);
        slo = slo(120);
        see(window(1_200, MISS_MS));

        assertThat(changes.get(1))
                .isEqualTo(new QueueChange(KEY, 2, 4, ChangeReason.INITIAL, 1_200_000_000L, 0, 120_000_000));
        assertThat(placement).isEqualTo(QueuePlacement.initial(4, 120_000_000, 1_200));
    }

    @Test
    void placesAFunctionAnewWhenItsSloComesOrGoes() {
        start(0);
        slo = null;
        start(1_000);
        slo = SLO_24_MS;
        start(2_000);

        assertThat(changes.stream().map(change -> change.from() + ">" + change.to() + change.reason()))
                .containsExactly("0>2INITIAL", "2>6INITIAL", "6>2INITIAL");
    }

    @Test
    void saysNothingWhenAnotherBoundMeansTheSameQueue() {
        start(0);
        slo = slo(30);
        see(window(1_000, MISS_MS));
        start(1_100);

        assertThat(changes).hasSize(2);
        assertThat(changes.get(1).reason()).isEqualTo(ChangeReason.INSTANCE);
        assertThat(changes.get(1).boundNs()).isEqualTo(30_000_000);
    }

    @Test
    void placesAFunctionAnewWhenItsQueueIsNoMore() {
        slo = slo(300);
        start(0);
        ladder = new SloLadder(defaultPolicy(), QueueLadder.of(queues(20, 40, 80)));
        see(window(1_000, MISS_MS));

        assertThat(changes.get(1).from()).isEqualTo(QueueChange.NONE);
        assertThat(changes.get(1).to()).isEqualTo(3);
    }

    @Test
    void keepsFunctionsWithoutAnSloInTheLastOfMoreQueues() {
        slo = null;
        start(0);
        ladder = new SloLadder(defaultPolicy(), QueueLadder.of(queues(20, 40, 80, 160, 320, 500, 1000)));
        see(window(1_000, MISS_MS));

        assertThat(changes.get(1).to()).isEqualTo(7);
    }

    /** p2 → p3 → p2; returns when. */
    private long demoteAndFail(long fromMs) {
        seeAll(fromMs, 5, COMFORT_MS);
        long demotedMs = fromMs + 800;
        seeAll(demotedMs + 1_000, 2, MISS_MS);
        assertThat(changes).hasSize(3);
        return demotedMs + 1_200;
    }

    private void start(long atMs) {
        accept(ladder.onStart(placement, started(atMs), slo));
    }

    private void seeAll(long fromEndMs, int count, double observedMs) {
        PolicyFixtures.endsMs(fromEndMs, count).forEach(endMs -> see(window(endMs, observedMs)));
    }

    private void see(WindowSummary summary) {
        accept(ladder.onWindow(placement, summary, slo, MoveGate.OPEN, null));
    }

    private void accept(Decision decision) {
        placement = decision.placement();
        QueueChange change = decision.change();
        if (change != null) {
            changes.add(change);
        }
    }
}

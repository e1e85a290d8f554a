package io.emfs.operators.policy;

import static io.emfs.operators.policy.PolicyFixtures.SIX_QUEUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.emfs.config.LearningConfig;
import io.emfs.config.PolicyConfig;
import io.emfs.config.PolicyConfig.Ranking;
import io.emfs.state.ChangeReason;
import io.emfs.state.QueueChange;
import io.emfs.state.ThreadCause;
import io.emfs.state.ThreadChange;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeSchedulerTest {
    private final SimulatedNode node = new SimulatedNode(policy(Ranking.PREDICTED_DEMAND), SIX_QUEUES);

    @Test
    void ranksTheFunctionsOfAQueueByTheirDemand() {
        node.start("slow", 100, 0);
        node.start("quick", 90, 0);
        assertThat(node.rankOf("quick")).isZero(); // a third of the bound, until more is known
        assertThat(node.rankOf("slow")).isEqualTo(1);

        node.window("quick", 1_000, 10, 0, 60, 50);
        node.window("slow", 1_000, 10, 0, 60, 20);

        assertThat(node.rankOf("slow")).isZero();
        assertThat(node.rankOf("quick")).isEqualTo(1);
        assertThat(lastOf("slow"))
                .extracting(QueueChange::rank, QueueChange::demandNs)
                .containsExactly(0, 20_000_000L);
        assertThat(lastOf("quick"))
                .extracting(QueueChange::rank, QueueChange::demandNs)
                .containsExactly(1, 50_000_000L);
    }

    @Test
    void leavesTheRankOfAFunctionThatExitedToOthers() {
        node.start("a", 100, 0);
        node.start("b", 100, 0);
        assertThat(node.rankOf("b")).isEqualTo(1);
        node.exit("a", 500);

        assertThat(node.rankOf("b")).isZero();
        assertThat(lastOf("b").reason()).isEqualTo(ChangeReason.RANKED);
    }

    @Test
    void keepsRanksWhileDemandsWobble() {
        node.start("a", 100, 0);
        node.start("b", 100, 0);
        node.window("a", 1_000, 10, 0, 60, 30);
        node.window("b", 1_000, 10, 0, 60, 31);
        int before = node.commands.size();
        for (long endMs = 1_200; endMs < 20_000; endMs += 200) {
            node.window("a", endMs, 10, 0, 60, endMs % 400 == 0 ? 29 : 33);
            node.window("b", endMs, 10, 0, 60, endMs % 400 == 0 ? 33 : 29);
        }

        assertThat(node.commands).hasSize(before);
    }

    @Test
    void leavesRanksAloneWhereTheyAreSwitchedOff() {
        SimulatedNode plain = new SimulatedNode(policy(Ranking.NONE), SIX_QUEUES);
        plain.start("slow", 100, 0);
        plain.start("quick", 90, 0);
        plain.window("slow", 1_000, 10, 0, 60, 80);
        plain.window("quick", 1_000, 10, 0, 60, 5);

        assertThat(plain.rankOf("slow")).isZero();
        assertThat(plain.rankOf("quick")).isZero();
    }

    @Test
    void takesBackAPromotionThatDidNotHelp() {
        overload(1_000, 3_000);
        QueueChange promotion = node.movesOf("a").get(1);
        assertThat(promotion.reason()).isEqualTo(ChangeReason.SLO_MISSED);
        assertThat(node.movesOf("b")).hasSize(1); // one at a time

        overload(3_200, 6_000);
        assertThat(node.movesOf("a")).hasSize(3);
        QueueChange back = node.movesOf("a").get(2);
        assertThat(back.reason()).isEqualTo(ChangeReason.TAKEN_BACK);
        assertThat(back.to()).isEqualTo(promotion.from());
    }

    @Test
    void keepsAPromotionThatHelped() {
        overload(1_000, 1_800);
        int promoted = node.queueOf("a");
        windows(2_000, 60_000, new Load("a", 10, 0, 40, 10), new Load("b", 10, 5, 70, 10));

        assertThat(node.movesOf("a")).hasSize(2);
        assertThat(node.queueOf("a")).isEqualTo(promoted);
    }

    @Test
    void takesBackAPromotionThatHurtOthersMore() {
        overload(1_000, 1_800);
        assertThat(node.movesOf("a")).hasSize(2);
        windows(2_000, 8_000, new Load("a", 10, 9, 70, 10), new Load("b", 200, 200, 70, 10));

        assertThat(node.movesOf("a").get(2).reason()).isEqualTo(ChangeReason.TAKEN_BACK);
    }

    @Test
    void promotesTheShorterOneOfTwoThatMiss() {
        node.start("long", 60, 0);
        node.start("short", 60, 0);
        windows(1_000, 12_000, new Load("long", 10, 9, 70, 40), new Load("short", 10, 9, 70, 10));

        assertThat(node.movesOf("short")).hasSizeGreaterThan(1);
        assertThat(node.movesOf("long")).hasSize(1);
    }

    @Test
    void promotesALongFunctionPastShorterOnesThatAreInTime() {
        node.start("long", 60, 0);
        node.start("short", 60, 0);
        windows(1_000, 1_800, new Load("short", 10, 0, 20, 10), new Load("long", 10, 9, 70, 40));

        assertThat(node.movesOf("long")).hasSize(2);
    }

    @Test
    void promotesNoLongFunctionWhoseRequestsAShorterOneCouldNotWaitFor() {
        node.start("long", 60, 0); // p3, so that 40 ms of p2 would come before the short one
        node.start("short", 45, 0);
        windows(1_000, 10_000, new Load("short", 10, 0, 20, 10), new Load("long", 10, 9, 70, 40));

        assertThat(node.movesOf("long")).hasSize(1);
    }

    @Test
    void takesBackAPromotionPastAFunctionThatOnlyMissesSince() {
        node.start("long", 70, 0);
        node.start("short", 70, 0);
        windows(1_000, 1_800, new Load("short", 10, 0, 20, 10), new Load("long", 10, 9, 70.1, 40));
        assertThat(node.movesOf("long")).hasSize(2);
        windows(2_000, 8_000, new Load("short", 100, 90, 80, 10), new Load("long", 10, 8, 80, 40));

        assertThat(node.movesOf("long")).hasSize(3);
        assertThat(node.movesOf("long").get(2).reason()).isEqualTo(ChangeReason.TAKEN_BACK);
    }

    @Test
    void promotesALongFunctionOnceShorterOnesAreNoLongerCalled() {
        node.start("long", 60, 0);
        node.start("short", 60, 0);
        node.window("short", 1_000, 2, 2, 70, 10);
        windows(1_000, 10_000, new Load("long", 10, 9, 70, 40));
        assertThat(node.movesOf("long")).hasSize(1);

        windows(10_200, 35_000, new Load("long", 10, 9, 70, 40));
        assertThat(node.movesOf("long")).hasSizeGreaterThan(1);
    }

    @Test
    void demotesNobodyWhileNobodyMisses() {
        node.start("a", 60, 0);
        node.start("b", 60, 0);
        windows(1_000, 30_000, new Load("a", 10, 0, 5, 5), new Load("b", 10, 0, 5, 5));

        assertThat(node.movesOf("a")).hasSize(1);
        assertThat(node.movesOf("b")).hasSize(1);
    }

    @Test
    void demotesForAFunctionThatNeedNotWaitForItAnyMore() {
        assertThat(movesBeside(100)) // p4, the next queue
                .extracting(QueueChange::reason)
                .contains(ChangeReason.SLO_MET);
    }

    @Test
    void demotesNobodyForFunctionsThatWaitForItEitherWay() {
        assertThat(movesBeside(700)).hasSize(1); // p6
    }

    /** Of a function of p3 with slack, beside one that misses a few requests, but not enough of them to move. */
    private List<QueueChange> movesBeside(long sloMs) {
        node.start("a", 60, 0);
        node.start("b", sloMs, 0);
        windows(1_000, 30_000, new Load("a", 10, 0, 5, 5), new Load("b", 100, 4, 0.9 * sloMs, 0.4 * sloMs));
        return node.movesOf("a");
    }

    @Test
    void takesBackADemotionThatHelpedNobody() {
        node.start("a", 60, 0);
        node.start("b", 60, 0);
        for (long endMs = 1_000; endMs <= 12_000; endMs += 200) {
            node.window("a", endMs, 10, 0, 5, 5);
            node.window("b", endMs, 10, endMs <= 2_000 ? 5 : 10, 70, 40);
        }

        assertThat(node.movesOf("a"))
                .extracting(QueueChange::reason)
                .startsWith(ChangeReason.INITIAL, ChangeReason.SLO_MET, ChangeReason.TAKEN_BACK);
    }

    @Test
    void hasLateRequestsYieldToOtherFunctionsOnly() {
        node.start("late", 24, 0);
        node.start("shorter", 20, 0); // p1
        node.start("longer", 500, 0); // p6, beyond the two queues that pass late requests of p2
        assertThat(node.queueOf("late")).isEqualTo(2);

        node.thread("late", ThreadCause.LATE, 1);
        assertThat(threadChanges()).isEmpty();

        node.start("rival", 160, 0); // p4
        node.thread("late", ThreadCause.LATE, 1);
        assertThat(threadChanges())
                .extracting(ThreadChange::late, ThreadChange::drops)
                .containsExactly(tuple(true, 1));

        node.exit("rival", 500);
        node.thread("late", ThreadCause.LATE, 1);
        node.thread("late", ThreadCause.QUANTUM_EXPIRED, 2);
        assertThat(threadChanges())
                .extracting(ThreadChange::late, ThreadChange::drops)
                .containsExactly(tuple(true, 1), tuple(false, 2));
    }

    @Test
    void hasFunctionsWanderThroughAllQueuesForARecording() {
        List<QueueChange> moves = wandering();

        assertThat(moves.subList(1, moves.size()))
                .allSatisfy(move -> assertThat(move.reason()).isEqualTo(ChangeReason.EXPLORED));
        assertThat(moves).extracting(QueueChange::to).contains(1, 2, 3, 4, 5, 6);
        assertThat(wandering()).isEqualTo(moves); // a replay goes the same way
    }

    /** It misses its SLO all the time, which would keep it in the first queues. */
    private static List<QueueChange> wandering() {
        SimulatedNode wanderer = new SimulatedNode(
                policy(Ranking.NONE),
                SIX_QUEUES,
                new LearningConfig(true, 1, Duration.ofMinutes(5), LearningConfig.SHIPPED));
        wanderer.start("a", 60, 0);
        for (long endMs = 1_000; endMs <= 100_000; endMs += 200) {
            wanderer.window("a", endMs, 20, 20, 70, 10);
        }
        return wanderer.movesOf("a");
    }

    private List<ThreadChange> threadChanges() {
        return node.commands.stream()
                .filter(ThreadChange.class::isInstance)
                .map(ThreadChange.class::cast)
                .toList();
    }

    private QueueChange lastOf(String function) {
        List<QueueChange> changes = node.commands.stream()
                .map(QueueChange.class::cast)
                .filter(change -> change.key().function().equals(function))
                .toList();
        return changes.get(changes.size() - 1);
    }

    /** Of each function in turn, one ending every 200 ms. */
    private void windows(long fromMs, long toMs, Load... loads) {
        for (long endMs = fromMs; endMs <= toMs; endMs += 200) {
            for (Load load : loads) {
                node.window(load.function, endMs, load.requests, load.missed, load.latencyMs, load.cpuMs);
            }
        }
    }

    private record Load(String function, long requests, long missed, double latencyMs, double cpuMs) {}

    /** Two functions of the same bound that miss half of their requests, whatever is done. */
    private void overload(long fromMs, long toMs) {
        if (fromMs == 1_000) {
            node.start("a", 60, 0);
            node.start("b", 60, 0);
        }
        windows(fromMs, toMs, new Load("a", 10, 5, 70, 10), new Load("b", 10, 5, 70, 10));
    }

    private static PolicyConfig policy(Ranking ranking) {
        return new PolicyConfig(
                PolicyConfig.Mode.AUTO,
                ranking,
                PolicyConfig.Quanta.ENFORCE,
                PolicyConfig.Late.YIELD,
                PolicyConfig.RtThrottling.KEEP,
                "fast",
                2,
                5,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                PolicyConfig.Audit.FUNCTIONS);
    }
}

package io.emfs.pipeline.executor;

import static io.emfs.pipeline.Events.key;
import static io.emfs.pipeline.executor.ExecutorFixture.place;
import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.config.PolicyConfig.Mode;
import io.emfs.pipeline.executor.ThreadApplied.Outcome;
import io.emfs.state.ChangeReason;
import io.emfs.state.FunctionKey;
import io.emfs.state.QueueChange;
import io.emfs.state.ThreadChange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Single threads relative to their functions: f in p2 of two threads, 10 and 11. */
class ThreadPlacementTest {
    private static final FunctionKey F = key("f");
    private static final ThreadPolicy PLAIN = ThreadPolicy.other(0);

    private final ExecutorFixture fixture = new ExecutorFixture(Mode.RT);
    private final FakeNode node = fixture.node;

    @BeforeEach
    void placeFunction() {
        node.function(F, 10, PLAIN, PLAIN);
        fixture.command(place(F, 0, 2, 0));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void dropsOneThreadAndBringsItBack() {
        fixture.command(fixture.drop(F, 11, 1));
        assertPriorities(71, 61);
        fixture.command(fixture.drop(F, 11, 2));
        assertPriorities(71, 51);
        fixture.command(fixture.drop(F, 11, 9));
        assertPriorities(71, 31);
        fixture.command(fixture.toBase(F, 11));
        assertPriorities(71, 71);
        assertThat(fixture.outcomes()).hasSize(4).containsOnly(Outcome.MOVED);
        assertThat(counter("quantum_expired")).isEqualTo(3);
        assertThat(counter("request_ended")).isEqualTo(1);
    }

    @Test
    void letsLateThreadsYieldToTwoQueuesBelow() {
        fixture.command(fixture.late(F, 10));
        assertPriorities(42, 71);
    }

    @Test
    void lowersALateThreadOnlyByTheQuantaBeyondTheQueuesItLetsPass() {
        fixture.command(fixture.late(F, 10));
        fixture.command(fixture.drop(F, 10, 2));
        assertPriorities(42, 71);
        fixture.command(fixture.drop(F, 10, 3));
        assertPriorities(32, 71);
        fixture.command(fixture.toBase(F, 10));
        assertPriorities(71, 71);
    }

    @Test
    void keepsALateThreadLateWhenTheEndOfAQuantumOvertakes() {
        ThreadChange late = fixture.late(F, 10);

        assertThat(fixture.drop(F, 10, 1).after(late).late()).isTrue();
        assertThat(fixture.toBase(F, 10).after(late).late()).isFalse();
        assertThat(fixture.drop(F, 10, 1).after(fixture.drop(F, 10, 2)).late()).isFalse();
    }

    @Test
    void putsFunctionsWithoutAnSloBehindLateThreads() {
        fixture.command(new QueueChange(F, 2, 6, ChangeReason.INITIAL, 0, 0, 0));
        assertPriorities(17, 17);
        fixture.command(fixture.drop(F, 11, 1));
        assertPriorities(17, 17);
    }

    @Test
    void takesThreadsAlongWithTheirFunctionWithoutLiftingThem() {
        fixture.command(fixture.drop(F, 11, 1));
        fixture.command(place(F, 2, 3, 0));
        assertPriorities(61, 51);
        fixture.command(place(F, 3, 3, 4));
        assertPriorities(57, 47);
        node.process(20, 1, PLAIN);
        node.instances.put(F, new int[] {10, 20});
        fixture.command(place(F, 3, 3, 4).forProcess(20));
        assertThat(node.policy(20).priority()).isEqualTo(57);
        assertPriorities(57, 47);
        fixture.command(fixture.toBase(F, 11));
        assertPriorities(57, 57);
    }

    @Test
    void endsUpAlikeWhicheverComesFirst() {
        FunctionKey g = key("g");
        node.function(g, 30, PLAIN);
        ThreadChange drop = fixture.drop(g, 30, 1);
        fixture.command(drop);
        assertThat(fixture.outcomes()).containsExactly(Outcome.NOT_PLACED);
        assertThat(node.policy(30)).isEqualTo(PLAIN);
        fixture.command(place(g, 0, 1, 0));
        assertThat(node.policy(30).priority()).isEqualTo(71);
    }

    @Test
    void takesALaterThreadOfTheSameNumberForGone() {
        ThreadChange drop = fixture.drop(F, 11, 1);
        node.thread(10, 11, ThreadPolicy.roundRobin(71));
        fixture.command(drop);
        assertThat(fixture.outcomes()).containsExactly(Outcome.GONE);
        assertPriorities(71, 71);
        node.tasks.remove(11);
        fixture.command(drop);
        assertThat(fixture.outcomes()).containsExactly(Outcome.GONE, Outcome.GONE);
    }

    @Test
    void forgetsTheDeviationOfAThreadWhoseNumberIsTakenOver() {
        fixture.command(fixture.drop(F, 11, 1));
        node.thread(10, 11, ThreadPolicy.roundRobin(61));
        fixture.command(place(F, 2, 2, 0));
        assertPriorities(71, 71);
    }

    @Test
    void journalsAThreadBeforeItsFirstChange() {
        node.thread(10, 12, ThreadPolicy.other(3));
        fixture.command(fixture.drop(F, 12, 1));
        assertThat(node.policy(12).priority()).isEqualTo(61);
        assertThat(fixture.restore().failed()).isZero();
        assertThat(node.policy(12)).isEqualTo(ThreadPolicy.other(3));
    }

    @Test
    void leavesAForeignThreadAlone() {
        node.set(11, ThreadPolicy.roundRobin(95));
        fixture.command(fixture.drop(F, 11, 1));
        assertThat(fixture.outcomes()).containsExactly(Outcome.FOREIGN);
        assertPriorities(71, 95);
    }

    @Test
    void liftsHeirsOfADroppedThreadAtTheNextScan() {
        fixture.command(fixture.drop(F, 11, 2));
        node.thread(10, 12, node.policy(11));
        fixture.scan();
        assertPriorities(71, 51);
        assertThat(node.policy(12).priority()).isEqualTo(71);
        assertThat(fixture.registry
                        .get("emfs_executor_heirs_brought_home_total")
                        .counter()
                        .count())
                .isEqualTo(1);
        fixture.command(fixture.toBase(F, 11));
        node.thread(10, 13, ThreadPolicy.roundRobin(51)); // born just before
        fixture.scan();
        assertThat(node.policy(13).priority()).isEqualTo(71);
    }

    @Test
    void placesThreadsWhileALongSweepIsUnderWay() {
        for (int tid = 1000; tid < 1100; tid++) {
            node.thread(10, tid, PLAIN);
        }
        FunctionKey g = key("g");
        node.function(g, 30, PLAIN);
        fixture.command(place(g, 0, 1, 0));
        node.applied.clear();
        node.beforeApply = tid -> {
            if (tid == 1003) {
                node.beforeApply = each -> {};
                fixture.command(fixture.drop(g, 30, 1));
                fixture.command(fixture.drop(F, 1090, 1));
                fixture.command(fixture.drop(F, 1001, 1));
            }
        };
        fixture.command(place(F, 2, 1, 0));
        assertThat(node.applied.indexOf(30)).isLessThan(12);
        assertThat(node.policy(30).priority()).isEqualTo(71);
        assertThat(node.policy(1001).priority()).as("swept before").isEqualTo(71);
        assertThat(node.policy(1090).priority()).as("swept after").isEqualTo(71);
        assertThat(node.policy(1050).priority()).isEqualTo(81);
    }

    @Test
    void tellsWhereFunctionsWerePlaced() {
        fixture.command(new QueueChange(F, 2, 3, ChangeReason.RANKED, 0, 0, 0).ranked(1, 8_000_000));
        assertThat(fixture.placements).containsExactly("f p2 0", "f p3 8000000");
    }

    private double counter(String cause) {
        return fixture.registry
                .get("emfs_thread_changes_total")
                .tag("cause", cause)
                .counter()
                .count();
    }

    private void assertPriorities(int of10, int of11) {
        assertThat(node.policy(10).priority()).isEqualTo(of10);
        assertThat(node.policy(11).priority()).isEqualTo(of11);
    }
}

package io.emfs.operators.policy;

import static io.emfs.operators.policy.PolicyFixtures.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.state.ChangeReason;
import io.emfs.state.Command;
import io.emfs.state.QueueChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Many functions on one node, random in load, bounds and misses. */
class NodeSchedulerPropertiesTest {
    private static final int COOL_DOWN_MS = 1_000;
    private static final int WINDOWS = 400;

    @Property(seed = "42", tries = 60)
    void neverMovesAFunctionTwiceWithinACoolDown(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int functions) {
        for (List<QueueChange> moves : movesByFunction(random(seed, functions, -1), functions)) {
            for (int i = 1; i < moves.size(); i++) {
                if (moves.get(i).reason() != ChangeReason.TAKEN_BACK) {
                    assertThat(moves.get(i).causeNs() - moves.get(i - 1).causeNs())
                            .isGreaterThanOrEqualTo(COOL_DOWN_MS * 1_000_000L);
                }
            }
        }
    }

    @Property(seed = "42", tries = 60)
    void movesFromWhereItIsToWhereAQueueIs(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int functions) {
        for (List<QueueChange> moves : movesByFunction(random(seed, functions, -1), functions)) {
            for (int i = 0; i < moves.size(); i++) {
                assertThat(moves.get(i).to()).isBetween(1, 6);
                assertThat(moves.get(i).from())
                        .isEqualTo(i == 0 ? QueueChange.NONE : moves.get(i - 1).to());
            }
        }
    }

    @Property(seed = "42", tries = 40)
    void decidesAlikeAfterARestoreAtAnyPoint(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int functions,
            @ForAll @IntRange(max = WINDOWS - 1) int restoreAt) {
        assertThat(random(seed, functions, restoreAt)).isEqualTo(random(seed, functions, -1));
    }

    /** Whatever is done, each misses the same share: the node must not promote them all. */
    @Property(seed = "42", tries = 30)
    void doesNotRaceToTheTopUnderOverload(
            @ForAll @IntRange(min = 2, max = 12) int functions, @ForAll @IntRange(min = 1, max = 10) int missed) {
        SimulatedNode node = new SimulatedNode(policy(2, 5, COOL_DOWN_MS), PolicyFixtures.SIX_QUEUES);
        for (int f = 0; f < functions; f++) {
            node.start(name(f), 200, 0); // p5
        }
        for (int i = 0; i < WINDOWS; i++) {
            long endMs = 1_000 + i * 200L;
            for (int f = 0; f < functions; f++) {
                node.window(name(f), endMs, 10, missed, 300, 50);
            }
            int away = 0;
            for (int f = 0; f < functions; f++) {
                assertThat(node.queueOf(name(f))).isBetween(4, 5);
                away += node.queueOf(name(f)) == 5 ? 0 : 1;
            }
            assertThat(away).isLessThanOrEqualTo(1); // the one that is on trial
        }
    }

    @Property(seed = "42", tries = 30)
    void comesToRestUnderConstantInput(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int functions) {
        Random random = new Random(seed);
        SimulatedNode node = new SimulatedNode(policy(2, 5, COOL_DOWN_MS), PolicyFixtures.SIX_QUEUES);
        double[] observedMs = new double[functions];
        for (int f = 0; f < functions; f++) {
            node.start(name(f), 24, 0);
            observedMs[f] = random.nextBoolean() ? 5 : 18; // comfortable or not; nobody misses
        }
        for (int i = 0; i < WINDOWS; i++) {
            for (int f = 0; f < functions; f++) {
                node.window(name(f), 1_000 + i * 200L, 10, 0, observedMs[f], 4);
            }
        }
        movesByFunction(node.commands, functions)
                .forEach(moves -> assertThat(moves).hasSize(1));
    }

    private static List<Command> random(long seed, int functions, int restoreAt) {
        try {
            Random random = new Random(seed);
            SimulatedNode node = new SimulatedNode(policy(2, 5, COOL_DOWN_MS), PolicyFixtures.SIX_QUEUES);
            for (int f = 0; f < functions; f++) {
                node.start(name(f), 20 + random.nextInt(600), 0);
            }
            for (int i = 0; i < WINDOWS; i++) {
                if (i == restoreAt) {
                    node.restore();
                }
                for (int f = 0; f < functions; f++) {
                    int count = random.nextInt(30);
                    int missed = random.nextInt(3) == 0 ? random.nextInt(count + 1) : 0;
                    double observedMs = random.nextInt(800);
                    node.window(name(f), 1_000 + i * 200L, count, missed, observedMs, 1 + random.nextInt(200));
                }
            }
            return node.commands;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<List<QueueChange>> movesByFunction(List<Command> commands, int functions) {
        List<List<QueueChange>> moves = new ArrayList<>();
        for (int f = 0; f < functions; f++) {
            String name = name(f);
            moves.add(commands.stream()
                    .filter(command -> command.key().function().equals(name))
                    .map(QueueChange.class::cast)
                    .filter(change -> change.from() != change.to())
                    .toList());
        }
        return moves;
    }

    private static String name(int function) {
        return "f" + function;
    }
}

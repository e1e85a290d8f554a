package io.emfs.pipeline.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.config.PriorityBand;
import io.emfs.config.QueueConfig;
import io.emfs.config.SchedulingClass;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RealTimeLevelsTest {
    private final QueueLevels defaults = RealTimeLevels.of(QueueConfig.DEFAULTS);

    @Test
    void ranksFunctionsWithinTheirQueuesBand() {
        assertThat(priorities(defaults, 1, 12)).containsExactly(81, 80, 79, 78, 77, 76, 75, 74, 73, 72, 72, 72);
        assertThat(defaults.target(new Place(5, 3, true))).isEqualTo(ThreadPolicy.roundRobin(38));
    }

    @Test
    void putsLateThreadsBehindTwoQueuesOrARankLowerInTheLastOne() {
        assertThat(defaults.target(new Place(6, 0, true)).priority()).isEqualTo(31);
        assertThat(defaults.target(new Place(6, 99, true)).priority()).isEqualTo(24);
        assertThat(defaults.lateTarget(new Place(1, 2, true))).isEqualTo(ThreadPolicy.roundRobin(52));
        assertThat(defaults.lateTarget(new Place(3, 0, true))).isEqualTo(ThreadPolicy.roundRobin(32));
        assertThat(defaults.lateTarget(new Place(4, 0, true)))
                .isEqualTo(new ThreadPolicy(ThreadPolicy.FIFO, 30, 0, false));
        assertThat(defaults.lateTarget(new Place(5, 3, true)).priority()).isEqualTo(30);
        assertThat(defaults.lateTarget(new Place(6, 0, true)).priority()).isEqualTo(30);
        assertThat(defaults.lateTarget(new Place(6, 1, true)).priority()).isEqualTo(29);
        assertThat(defaults.lateTarget(new Place(6, 7, true)).priority()).isEqualTo(23);
        assertThat(defaults.lateTarget(new Place(6, 99, true)).priority()).isEqualTo(18);
        assertThat(defaults.target(new Place(6, 0, false)).priority()).isEqualTo(17);
        assertThat(defaults.target(new Place(6, 99, false)).priority()).isEqualTo(12);
    }

    @Test
    void hasRoomForEachRankOfTheLastQueue() {
        int ranks = QueueConfig.DEFAULTS.get(5).ranks(true);
        for (boolean hasSlo : new boolean[] {true, false}) {
            assertThat(IntStream.range(0, ranks)
                            .mapToObj(rank -> defaults.target(new Place(6, rank, hasSlo)))
                            .distinct())
                    .hasSize(ranks);
        }
    }

    @Test
    void leavesFunctionsWithoutAnSloWhereTheyAreOutsideOfTheLastQueue() {
        assertThat(defaults.target(new Place(2, 1, false))).isEqualTo(defaults.target(new Place(2, 1, true)));
    }

    @Test
    void givesLateThreadsTheLowestPriorityOfANarrowBand() {
        QueueLevels two = RealTimeLevels.of(List.of(realTime(20, 50, 50), realTime(40, 10, 11)));
        assertThat(priorities(two, 2, 3)).containsExactly(11, 11, 11);
        assertThat(two.lateTarget(new Place(1, 0, true)).priority()).isEqualTo(10);
        assertThat(two.target(new Place(2, 0, false)).priority()).isEqualTo(10);
        QueueLevels one = RealTimeLevels.of(List.of(realTime(20, 50, 50)));
        assertThat(one.target(new Place(1, 5, true)).priority()).isEqualTo(50);
        assertThat(one.target(new Place(1, 5, false)).priority()).isEqualTo(50);
        assertThat(one.lateTarget(new Place(1, 0, true)).priority()).isEqualTo(50);
    }

    @Test
    void ranksByNiceLevelsOutsideOfRealTimeAndPutsLateThreadsBehindTheirFunction() {
        QueueLevels mixed = RealTimeLevels.of(List.of(realTime(20, 40, 42), fair(40, 0), fair(80, 3), fair(160, 19)));
        assertThat(IntStream.range(0, 3)
                        .map(rank -> mixed.target(new Place(2, rank, true)).nice()))
                .containsExactly(0, 1, 1);
        assertThat(mixed.lateTarget(new Place(2, 0, true))).isEqualTo(ThreadPolicy.other(1));
        assertThat(mixed.lateTarget(new Place(2, 1, true))).isEqualTo(ThreadPolicy.other(2));
        assertThat(mixed.target(new Place(3, 9, true))).isEqualTo(ThreadPolicy.other(6));
        assertThat(mixed.lateTarget(new Place(4, 9, true))).isEqualTo(ThreadPolicy.other(19));
        assertThat(mixed.lateTarget(new Place(1, 0, true)).priority())
                .as("of the last real-time band")
                .isEqualTo(41);
        assertThat(mixed.target(new Place(4, 0, false))).isEqualTo(mixed.target(new Place(4, 0, true)));
    }

    @Test
    void boostsToTheTopOfTheFirstQueueOrAboveItWhereEqualsDoNotTakeTurns() {
        assertThat(defaults.boost()).isEqualTo(ThreadPolicy.roundRobin(81));
        QueueConfig fifo = new QueueConfig(Duration.ofMillis(20), SchedulingClass.FIFO, new PriorityBand(60, 70), 0);
        assertThat(RealTimeLevels.of(List.of(fifo)).boost())
                .isEqualTo(new ThreadPolicy(ThreadPolicy.FIFO, 71, 0, false));
        assertThat(RealTimeLevels.of(List.of(fair(20, -3))).boost()).isEqualTo(ThreadPolicy.other(-3));
    }

    @Test
    void coversEverythingThatItGives() {
        Levels levels = defaults.levels();
        for (int queue = 1; queue <= 6; queue++) {
            for (int rank = 0; rank < 30; rank++) {
                assertThat(levels.cover(defaults.target(new Place(queue, rank, true))))
                        .isTrue();
                assertThat(levels.cover(defaults.target(new Place(queue, rank, false))))
                        .isTrue();
                assertThat(levels.cover(defaults.lateTarget(new Place(queue, rank, true))))
                        .isTrue();
            }
        }
        assertThat(levels.cover(ThreadPolicy.roundRobin(82))).isFalse();
        assertThat(levels.cover(ThreadPolicy.roundRobin(11))).isFalse();
        assertThat(levels.cover(ThreadPolicy.other(0))).isFalse();
    }

    private static List<Integer> priorities(QueueLevels levels, int queue, int ranks) {
        return IntStream.range(0, ranks)
                .mapToObj(rank -> levels.target(new Place(queue, rank, true)).priority())
                .toList();
    }

    private static QueueConfig realTime(int quantumMs, int low, int high) {
        return new QueueConfig(Duration.ofMillis(quantumMs), SchedulingClass.RR, new PriorityBand(low, high), 0);
    }

    private static QueueConfig fair(int quantumMs, int nice) {
        return new QueueConfig(Duration.ofMillis(quantumMs), SchedulingClass.OTHER, null, nice);
    }
}

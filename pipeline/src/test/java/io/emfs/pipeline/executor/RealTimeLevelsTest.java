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
        assertThat(defaults.target(5, 3)).isEqualTo(ThreadPolicy.roundRobin(38));
    }

    @Test
    void keepsTheLowestThirdOfTheLastBandForLateThreads() {
        assertThat(defaults.target(6, 0).priority()).isEqualTo(31);
        assertThat(defaults.target(6, 99).priority()).isEqualTo(18);
        assertThat(defaults.lateTarget(1, 0).priority()).isEqualTo(17);
        assertThat(defaults.lateTarget(1, 2).priority()).isEqualTo(15);
        assertThat(defaults.lateTarget(6, 0).priority()).isEqualTo(12);
        assertThat(defaults.lateTarget(6, 9).priority()).isEqualTo(12);
    }

    @Test
    void givesLateThreadsTheLowestPriorityOfANarrowBand() {
        QueueLevels two = RealTimeLevels.of(List.of(realTime(20, 50, 50), realTime(40, 10, 11)));
        assertThat(priorities(two, 2, 3)).containsExactly(11, 11, 11);
        assertThat(two.lateTarget(1, 0).priority()).isEqualTo(10);
        QueueLevels one = RealTimeLevels.of(List.of(realTime(20, 50, 50)));
        assertThat(one.target(1, 5).priority()).isEqualTo(50);
        assertThat(one.lateTarget(1, 0).priority()).isEqualTo(50);
    }

    @Test
    void ranksByNiceLevelsOutsideOfRealTimeAndPutsLateThreadsBehindTheirFunction() {
        QueueLevels mixed = RealTimeLevels.of(List.of(realTime(20, 40, 42), fair(40, 0), fair(80, 3), fair(160, 19)));
        assertThat(IntStream.range(0, 3).map(rank -> mixed.target(2, rank).nice()))
                .containsExactly(0, 1, 1);
        assertThat(mixed.lateTarget(2, 0)).isEqualTo(ThreadPolicy.other(1));
        assertThat(mixed.lateTarget(2, 1)).isEqualTo(ThreadPolicy.other(2));
        assertThat(mixed.target(3, 9)).isEqualTo(ThreadPolicy.other(6));
        assertThat(mixed.lateTarget(4, 9)).isEqualTo(ThreadPolicy.other(19));
        assertThat(mixed.lateTarget(1, 0).priority())
                .as("of the last real-time band")
                .isEqualTo(40);
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
                assertThat(levels.cover(defaults.target(queue, rank))).isTrue();
                assertThat(levels.cover(defaults.lateTarget(queue, rank))).isTrue();
            }
        }
        assertThat(levels.cover(ThreadPolicy.roundRobin(82))).isFalse();
        assertThat(levels.cover(ThreadPolicy.roundRobin(11))).isFalse();
        assertThat(levels.cover(ThreadPolicy.other(0))).isFalse();
    }

    private static List<Integer> priorities(QueueLevels levels, int queue, int ranks) {
        return IntStream.range(0, ranks)
                .mapToObj(rank -> levels.target(queue, rank).priority())
                .toList();
    }

    private static QueueConfig realTime(int quantumMs, int low, int high) {
        return new QueueConfig(Duration.ofMillis(quantumMs), SchedulingClass.RR, new PriorityBand(low, high), 0);
    }

    private static QueueConfig fair(int quantumMs, int nice) {
        return new QueueConfig(Duration.ofMillis(quantumMs), SchedulingClass.OTHER, null, nice);
    }
}

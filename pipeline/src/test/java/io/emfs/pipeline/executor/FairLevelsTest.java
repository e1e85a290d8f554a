package io.emfs.pipeline.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.config.QueueConfig;
import io.emfs.config.SchedulingClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FairLevelsTest {
    private final QueueLevels defaults = FairLevels.of(QueueConfig.DEFAULTS, true);

    @Test
    void spreadsQueuesOverTheNiceLevels() {
        assertThat(niceLevels(defaults, 6)).containsExactly(-20, -13, -6, 1, 8, 15);
        assertThat(niceLevels(FairLevels.of(QueueConfig.DEFAULTS.subList(0, 1), true), 1))
                .containsExactly(-20);
    }

    @Test
    void givesLongerSlicesToQueuesOfLongerQuanta() {
        assertThat(IntStream.rangeClosed(1, 6)
                        .mapToObj(queue -> defaults.target(queue, 0).sliceNs() / 1000))
                .containsExactly(1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 25_000L);
        assertThat(FairLevels.of(QueueConfig.DEFAULTS, false).target(1, 0)).isEqualTo(ThreadPolicy.other(-20));
    }

    @Test
    void refinesByRankShortOfTheNextQueueAndPutsLateThreadsLast() {
        assertThat(IntStream.range(0, 6).map(rank -> defaults.target(2, rank).nice()))
                .containsExactly(-13, -12, -11, -10, -10, -10);
        assertThat(defaults.target(6, 9).nice()).isEqualTo(18);
        assertThat(defaults.lateTarget(1, 0)).isEqualTo(new ThreadPolicy(ThreadPolicy.OTHER, 0, 19, false, 25_000_000));
        assertThat(defaults.boost()).isEqualTo(defaults.target(1, 0));
    }

    @Test
    void respectsNiceLevelsThatAreConfigured() {
        List<QueueConfig> queues = new ArrayList<>(QueueConfig.DEFAULTS.subList(0, 2));
        queues.add(new QueueConfig(Duration.ofMillis(80), SchedulingClass.OTHER, null, 0));
        queues.add(new QueueConfig(Duration.ofMillis(160), SchedulingClass.OTHER, null, 7));
        assertThat(niceLevels(FairLevels.of(queues, true), 4)).containsExactly(-20, -10, 0, 7);
    }

    @Test
    void coversEverythingThatItGives() {
        for (int queue = 1; queue <= 6; queue++) {
            for (int rank = 0; rank < 6; rank++) {
                assertThat(defaults.levels().cover(defaults.target(queue, rank)))
                        .isTrue();
            }
        }
        assertThat(defaults.levels().cover(defaults.lateTarget(3, 0))).isTrue();
        assertThat(defaults.levels().cover(ThreadPolicy.other(0))).isFalse();
    }

    private static List<Integer> niceLevels(QueueLevels levels, int queues) {
        return IntStream.rangeClosed(1, queues)
                .mapToObj(queue -> levels.target(queue, 0).nice())
                .toList();
    }
}

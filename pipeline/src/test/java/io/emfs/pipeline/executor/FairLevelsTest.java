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
                        .mapToObj(queue ->
                                defaults.target(new Place(queue, 0, true)).sliceNs() / 1000))
                .containsExactly(1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 25_000L);
        assertThat(FairLevels.of(QueueConfig.DEFAULTS, false).target(new Place(1, 0, true)))
                .isEqualTo(ThreadPolicy.other(-20));
    }

    @Test
    void refinesByRankShortOfTheNextQueueAndPutsLateThreadsBehindTwoQueuesOrTheLast() {
        assertThat(IntStream.range(0, 6)
                        .map(rank -> defaults.target(new Place(2, rank, true)).nice()))
                .containsExactly(-13, -12, -11, -10, -10, -10);
        assertThat(defaults.target(new Place(6, 9, true)).nice()).isEqualTo(15);
        assertThat(defaults.lateTarget(new Place(1, 0, true)))
                .isEqualTo(new ThreadPolicy(ThreadPolicy.OTHER, 0, -3, false, 4_000_000));
        assertThat(defaults.lateTarget(new Place(4, 0, true)))
                .isEqualTo(new ThreadPolicy(ThreadPolicy.OTHER, 0, 16, false, 25_000_000));
        assertThat(IntStream.range(0, 6)
                        .map(rank -> defaults.target(new Place(6, rank, false)).nice()))
                .containsExactly(18, 19, 19, 19, 19, 19);
        assertThat(defaults.boost()).isEqualTo(defaults.target(new Place(1, 0, true)));
    }

    @Test
    void respectsNiceLevelsThatAreConfigured() {
        List<QueueConfig> queues = new ArrayList<>(QueueConfig.DEFAULTS.subList(0, 2));
        queues.add(new QueueConfig(Duration.ofMillis(80), SchedulingClass.OTHER, null, 0));
        queues.add(new QueueConfig(Duration.ofMillis(160), SchedulingClass.OTHER, null, 7));
        assertThat(niceLevels(FairLevels.of(queues, true), 4)).containsExactly(-20, -10, 0, 7);
        QueueLevels levels = FairLevels.of(queues, true);
        assertThat(levels.target(new Place(4, 0, false)).nice()).isEqualTo(7);
        assertThat(levels.lateTarget(new Place(2, 0, true)).nice())
                .as("before the last queue")
                .isEqualTo(6);
        assertThat(levels.lateTarget(new Place(4, 0, true)).nice())
                .as("behind its own")
                .isEqualTo(11);
    }

    @Test
    void coversEverythingThatItGives() {
        for (int queue = 1; queue <= 6; queue++) {
            for (int rank = 0; rank < 6; rank++) {
                assertThat(defaults.levels().cover(defaults.target(new Place(queue, rank, true))))
                        .isTrue();
                assertThat(defaults.levels().cover(defaults.target(new Place(queue, rank, false))))
                        .isTrue();
            }
        }
        assertThat(defaults.levels().cover(defaults.lateTarget(new Place(3, 0, true))))
                .isTrue();
        assertThat(defaults.levels().cover(ThreadPolicy.other(0))).isFalse();
    }

    private static List<Integer> niceLevels(QueueLevels levels, int queues) {
        return IntStream.rangeClosed(1, queues)
                .mapToObj(queue -> levels.target(new Place(queue, 0, true)).nice())
                .toList();
    }
}

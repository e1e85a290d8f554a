package io.emfs.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueueChangeTest {
    private static final FunctionKey F = new FunctionKey("n", "f");

    @Test
    void aMoveThatMeetsAnAnnouncementOfItsQueueStaysAMove() {
        QueueChange move =
                change(QueueChange.NONE, 2, ChangeReason.INITIAL, 100).forProcess(7);
        QueueChange announced =
                change(2, 2, ChangeReason.INSTANCE, 200).forProcess(8).ranked(3, 5_000);

        assertThat(move.followedBy(announced))
                .isEqualTo(change(QueueChange.NONE, 2, ChangeReason.INITIAL, 100)
                        .ranked(3, 5_000)
                        .forProcess(QueueChange.ALL_INSTANCES));
    }

    @Test
    void ofTwoMovesTheNewerIsLeft() {
        QueueChange first = change(2, 3, ChangeReason.SLO_MET, 100);
        QueueChange second = change(3, 2, ChangeReason.SLO_MISSED, 200);

        assertThat(first.followedBy(second)).isEqualTo(second);
    }

    @Test
    void ofTwoAnnouncementsTheNewerIsLeftForTheProcessesOfBoth() {
        QueueChange first = change(2, 2, ChangeReason.INSTANCE, 100).forProcess(7);
        QueueChange second = change(2, 2, ChangeReason.INSTANCE, 200).forProcess(8);

        assertThat(first.followedBy(second)).isEqualTo(second.forProcess(QueueChange.ALL_INSTANCES));
        assertThat(first.followedBy(second.forProcess(7))).isEqualTo(second.forProcess(7));
    }

    private static QueueChange change(int from, int to, ChangeReason reason, long causeNs) {
        return new QueueChange(F, from, to, reason, causeNs, 0, 24_000_000);
    }
}

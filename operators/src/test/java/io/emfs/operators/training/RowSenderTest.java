package io.emfs.operators.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.QueueConfig;
import io.emfs.operators.learning.FeatureVectors;
import io.emfs.operators.learning.TrainingRow;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionProfile;
import io.emfs.state.NodeLoad;
import io.emfs.state.Observation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowSenderTest {
    private static final Observation SEEN =
            new Observation(2, 1, 10, 5e6, 8e6, 9e6, 1e6, 4e6, 4e6, 1e6, 1, NodeLoad.none(6));
    private static final FunctionProfile KNOWN = FunctionProfile.EMPTY.next(SEEN);

    private final List<TrainingRow> sent = new ArrayList<>();
    private long nowMs;
    private int events;
    private final RowSender sender = new RowSender(
            FeatureVectors.of(QueueConfig.DEFAULTS, 1),
            event -> {
                events++;
                sent.addAll(((RowsEvent) event).rows());
            },
            () -> nowMs);

    @Test
    void sendsManyRowsAtOnce() {
        for (int i = 0; i < RowSender.ROWS_AT_ONCE; i++) {
            nowMs += 2;
            add("f" + i);
        }

        assertThat(events).isEqualTo(1);
        assertThat(sent).hasSize(RowSender.ROWS_AT_ONCE);
        assertThat(sent.get(3).key()).isEqualTo(TrainingRow.hash("node/f3"));
        assertThat(sent.get(3).windows()).isEqualTo(1);
    }

    @Test
    void letsNoRowWaitForMoreThanASecondOfOthers() {
        add("f");
        nowMs += RowSender.LONGEST_WAIT_MS;
        add("g");

        assertThat(sent).hasSize(2);
    }

    @Test
    void passesOverWindowsThatNothingWasKnownBefore() {
        sender.add(new FunctionKey("node", "f"), FunctionProfile.EMPTY, SEEN);
        nowMs += RowSender.LONGEST_WAIT_MS;
        add("g");
        nowMs += RowSender.LONGEST_WAIT_MS;
        add("h");

        assertThat(sent)
                .extracting(TrainingRow::key)
                .containsExactly(TrainingRow.hash("node/g"), TrainingRow.hash("node/h"));
    }

    @Test
    void sendsAShareOfThousandsOfFunctionsWhateverTheirOrder() {
        int functions = 6_400;
        for (int second = 0; second < 200; second++) {
            nowMs = 1_000L * second;
            for (int f = 0; f < functions; f++) {
                add("f" + f);
            }
        }

        assertThat(sent).hasSizeBetween(200 * RowSender.MOST_PER_SECOND / 2, 200 * 3 * RowSender.MOST_PER_SECOND);
        assertThat(sent.stream().map(TrainingRow::key).distinct()).hasSizeGreaterThan(functions / 2);
    }

    private void add(String function) {
        sender.add(new FunctionKey("node", function), KNOWN, SEEN);
    }
}

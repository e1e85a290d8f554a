package io.emfs.pipeline.source;

import static io.emfs.pipeline.Events.key;
import static io.emfs.pipeline.Events.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.pipeline.channel.AgentPlace;
import io.emfs.pipeline.channel.LocalChannel;
import io.emfs.pipeline.channel.LocalChannels;
import io.emfs.pipeline.source.reader.NodeReader;
import io.emfs.pipeline.source.split.NodeSplit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeReaderTest {
    private static final String FOREIGN = "another subtask's";

    private final NodeReader reader = new NodeReader(AgentPlace.HERE, node -> !node.equals(FOREIGN));
    private final FakeReaderOutput output = new FakeReaderOutput();
    private LocalChannel n1;
    private LocalChannel n2;

    @BeforeEach
    void open() {
        n1 = LocalChannels.open("n1");
        n2 = LocalChannels.open("n2");
    }

    @AfterEach
    void close() {
        LocalChannels.close("n1");
        LocalChannels.close("n2");
    }

    @Test
    void drainsAtMost64EventsACall() {
        reader.addSplits(List.of(new NodeSplit("n1")));
        for (int i = 0; i < 150; i++) {
            n1.offer(request(key("f"), 1_000_000L * i + 999_999));
        }
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.MORE_AVAILABLE);
        assertThat(output.events).hasSize(64);
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.MORE_AVAILABLE);
        assertThat(output.events).hasSize(128);
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        assertThat(output.events).hasSize(150);
        assertThat(output.timestampsMs).startsWith(0L, 1L, 2L).endsWith(149L);
    }

    @Test
    void isAvailableOnceAnEventIsThere() {
        reader.addSplits(List.of(new NodeSplit("n1")));
        CompletableFuture<Void> available = reader.isAvailable();
        assertThat(available).isNotDone();
        n1.offer(request(key("f"), 5));
        assertThat(available).isCompleted();
    }

    @Test
    void missesNoEventOfAProducerThatRacesWithItsWaiting() throws Exception {
        int count = 200_000;
        reader.addSplits(List.of(new NodeSplit("n1")));
        Thread producer = new Thread(() -> {
            for (int i = 0; i < count; i++) {
                while (!n1.offer(request(key("f"), i))) {
                    Thread.onSpinWait();
                }
                if (i % 64 == 0) {
                    while (!n1.isEmpty()) {
                        Thread.onSpinWait();
                    }
                }
            }
        });
        producer.setDaemon(true);
        producer.start();
        while (output.events.size() < count) {
            reader.isAvailable().get(60, TimeUnit.SECONDS);
            reader.pollNext(output);
        }
        assertThat(output.events).hasSize(count);
    }

    @Test
    void servesSeveralNodesInTurn() {
        reader.addSplits(List.of(new NodeSplit("n1")));
        CompletableFuture<Void> available = reader.isAvailable();
        reader.addSplits(List.of(new NodeSplit("n2")));
        assertThat(available).as("must be asked anew").isCompleted();
        reader.pollNext(output);
        available = reader.isAvailable();
        assertThat(available).isNotDone();
        n2.offer(request(key("f"), 5));
        assertThat(available).isCompleted();
        for (int i = 0; i < 100; i++) {
            n1.offer(request(key("f"), 5));
        }
        reader.pollNext(output);
        reader.pollNext(output);
        assertThat(output.events).hasSize(101);
    }

    @Test
    void checkpointsItsNodes() {
        reader.addSplits(List.of(new NodeSplit("n1"), new NodeSplit("n2")));
        assertThat(reader.snapshotState(1)).containsExactly(new NodeSplit("n1"), new NodeSplit("n2"));
    }

    @Test
    void waitsForItsFirstNode() {
        CompletableFuture<Void> available = reader.isAvailable();
        assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        assertThat(available).isNotDone();
        reader.addSplits(List.of(new NodeSplit("n1")));
        assertThat(available).isCompleted();
    }

    /** Restored at another parallelism, it is given nodes of before, and its own, perhaps twice. */
    @Test
    void takesItsOwnNodesOnce() {
        reader.addSplits(List.of(new NodeSplit("n1"), new NodeSplit(FOREIGN)));
        reader.addSplits(List.of(new NodeSplit("n1")));
        n1.offer(request(key("f"), 5));
        reader.pollNext(output);
        assertThat(output.events).hasSize(1);
        assertThat(reader.snapshotState(1)).containsExactly(new NodeSplit("n1"));
    }

    @Test
    void namesTheNodeWhoseChannelIsNotOpen() {
        assertThatThrownBy(() -> reader.addSplits(List.of(new NodeSplit("n3"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("node=n3");
    }

    @Test
    void hearsNothingWithoutTheAgentOfItsNodeAndKeepsTheNode() {
        NodeReader remote = new NodeReader(AgentPlace.ELSEWHERE, node -> true);
        remote.addSplits(List.of(new NodeSplit("n3")));
        remote.notifyNoMoreSplits();
        assertThat(remote.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        assertThat(remote.isAvailable()).isNotDone();
        assertThat(remote.snapshotState(1)).containsExactly(new NodeSplit("n3"));
    }
}

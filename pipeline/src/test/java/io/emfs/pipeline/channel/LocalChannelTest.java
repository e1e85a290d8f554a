package io.emfs.pipeline.channel;

import static io.emfs.pipeline.Events.change;
import static io.emfs.pipeline.Events.key;
import static io.emfs.pipeline.Events.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.state.Command;
import io.emfs.state.FunctionReport;
import io.emfs.state.QueueChange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class LocalChannelTest {
    private LocalChannel channel;

    @BeforeEach
    void open() {
        channel = LocalChannels.open("n1", 8);
    }

    @AfterEach
    void close() {
        LocalChannels.close("n1");
    }

    @Test
    void isFoundByItsNodeUntilItIsClosed() {
        assertThat(LocalChannels.get("n1")).isSameAs(channel);
        LocalChannels.close("n1");
        assertThatThrownBy(() -> LocalChannels.get("n1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("node=n1");
    }

    @Test
    void opensOncePerNode() {
        assertThatThrownBy(() -> LocalChannels.open("n1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("node=n1");
    }

    @Test
    void keepsChangesForTheSubscriberToCome() {
        QueueChange change = change(key("f"), 0, 2, 1);
        assertThat(channel.emit(change)).isTrue();
        StepVerifier.create(channel.commands())
                .expectNext(change)
                .then(() -> LocalChannels.close("n1"))
                .verifyComplete();
        assertThat(channel.emit(change)).isFalse();
    }

    @Test
    void losesNoChangeOfParallelEmitters() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 5_000; i++) {
                    channel.emit(change(key("f"), 1, 2, i));
                }
            });
            threads.add(thread);
            thread.start();
        }
        List<Command> received = new ArrayList<>();
        channel.commands().subscribe(received::add);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(received).hasSize(20_000);
    }

    @Test
    void showsReportsToEverySubscriber() {
        FunctionReport report = report(key("f"), "fast", 1000, 1, 2);
        assertThat(channel.emit(report)).as("nobody listens").isFalse();
        List<FunctionReport> first = new ArrayList<>();
        List<FunctionReport> second = new ArrayList<>();
        channel.reports().subscribe(first::add);
        channel.reports().subscribe(second::add);
        assertThat(channel.emit(report)).isTrue();
        assertThat(first).containsExactly(report);
        assertThat(second).containsExactly(report);
    }
}

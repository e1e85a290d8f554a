package io.emfs.pipeline.channel;

import static io.emfs.pipeline.Events.exited;
import static io.emfs.pipeline.Events.request;
import static io.emfs.pipeline.Events.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.pipeline.Events;
import io.emfs.state.FunctionKey;
import io.emfs.state.NodeEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    private static final FunctionKey KEY = Events.key("f");

    private final EventQueue queue = new EventQueue(8);

    @Test
    void dropsAndCountsRequestsThatFindItFull() {
        for (int i = 0; i < 23; i++) {
            assertThat(queue.offer(request(KEY, i))).isEqualTo(i < 8);
        }
        assertThat(queue.droppedCount()).isEqualTo(15);
        assertThat(drain(100)).hasSize(8);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void neverDropsStartsAndExits() {
        for (int i = 0; i < 8; i++) {
            queue.offer(request(KEY, i));
        }
        assertThat(queue.offer(started(KEY, 8))).isTrue();
        assertThat(queue.offer(exited(KEY, 9))).isTrue();
        assertThat(drain(100))
                .extracting(NodeEvent::timestampNs)
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(queue.droppedCount()).isZero();
    }

    @Test
    void keepsTheOrderWhileItRecoversFromAnOverflow() {
        for (int i = 0; i < 8; i++) {
            queue.offer(request(KEY, i));
        }
        queue.offer(started(KEY, 8));
        assertThat(drain(3)).hasSize(3);
        assertThat(queue.offer(request(KEY, 9)))
                .as("must not overtake the start")
                .isFalse();
        assertThat(queue.offer(exited(KEY, 10))).isTrue();
        assertThat(drain(100)).extracting(NodeEvent::timestampNs).containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 10L);
        assertThat(queue.offer(request(KEY, 11))).isTrue();
        assertThat(queue.droppedCount()).isEqualTo(1);
    }

    @Test
    void handsOverEveryLifecycleEventOfManyProducersInTheirOrder() throws Exception {
        int producers = 4;
        int each = 20_000;
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int p = 0; p < producers; p++) {
            FunctionKey key = Events.key("f" + p);
            Thread thread = new Thread(() -> {
                go.countDown();
                for (int i = 0; i < each; i++) {
                    queue.offer(i % 2 == 0 ? started(key, i) : request(key, i));
                }
            });
            thread.start();
            threads.add(thread);
        }
        go.await();
        List<NodeEvent> events = new ArrayList<>();
        while (threads.stream().anyMatch(Thread::isAlive) || !queue.isEmpty()) {
            queue.drain(events::add, 64);
        }
        assertThat((long) events.size() + queue.droppedCount()).isEqualTo((long) producers * each);
        for (int p = 0; p < producers; p++) {
            FunctionKey key = Events.key("f" + p);
            List<Long> own = events.stream()
                    .filter(event -> event.key().equals(key))
                    .map(NodeEvent::timestampNs)
                    .toList();
            assertThat(own).isSorted();
            assertThat(own.stream().filter(ns -> ns % 2 == 0)).hasSize(each / 2);
        }
    }

    private List<NodeEvent> drain(int limit) {
        List<NodeEvent> events = new ArrayList<>();
        assertThat(queue.drain(events::add, limit)).isEqualTo(events.size());
        return events;
    }
}

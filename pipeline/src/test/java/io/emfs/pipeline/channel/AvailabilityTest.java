package io.emfs.pipeline.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
    private final Availability availability = new Availability();

    @Test
    void isCompleteWhileThereIsSomething() {
        assertThat(availability.await(() -> true)).isCompleted();
    }

    @Test
    void completesAtTheNextSignal() {
        CompletableFuture<Void> future = availability.await(() -> false);
        assertThat(future).isNotDone();
        availability.signal();
        assertThat(future).isCompleted();
    }

    @Test
    void keepsThePendingFutureThatFlinkMayHold() {
        CompletableFuture<Void> first = availability.await(() -> false);
        assertThat(availability.await(() -> false)).isSameAs(first);
    }

    @Test
    void seesWhatWasOfferedBetweenTheLookAndThePublication() {
        AtomicBoolean looked = new AtomicBoolean();
        assertThat(availability.await(() -> looked.getAndSet(true))).isCompleted();
        assertThat(availability.await(() -> false)).isNotDone();
    }

    @Test
    void losesNoWakeUpBetweenTwoThreads() throws Exception {
        int rounds = 200_000;
        AtomicInteger published = new AtomicInteger();
        AtomicInteger consumed = new AtomicInteger();
        Thread producer = new Thread(() -> {
            for (int i = 0; i < rounds; i++) {
                published.incrementAndGet();
                availability.signal();
                if (i % 3 == 0) { // let the reader run dry, or it never has to wait
                    while (consumed.get() <= i) {
                        Thread.onSpinWait();
                    }
                }
            }
        });
        producer.setDaemon(true);
        producer.start();
        while (consumed.get() < rounds) {
            availability.await(() -> published.get() > consumed.get()).get(60, TimeUnit.SECONDS);
            if (published.get() > consumed.get()) {
                consumed.incrementAndGet();
            }
        }
        producer.join();
        assertThat(consumed.get()).isEqualTo(rounds);
    }
}

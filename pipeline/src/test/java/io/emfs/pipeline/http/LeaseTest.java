package io.emfs.pipeline.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class LeaseTest {
    private static final Duration TERM = Duration.ofSeconds(10);

    private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();
    private int opened;
    private int closed;
    private final Lease lease = new Lease(
            () -> {
                opened++;
                return () -> closed++;
            },
            TERM,
            timer);

    @Test
    void opensNothingBeforeItIsAskedTo() {
        timer.advanceTimeBy(TERM.multipliedBy(2));
        assertThat(lease.held()).isFalse();
        assertThat(opened).isZero();
    }

    @Test
    void closesWhenNobodyHasAskedForATerm() {
        lease.renew();
        timer.advanceTimeBy(TERM.minusMillis(1));
        assertThat(lease.held()).isTrue();
        timer.advanceTimeBy(Duration.ofMillis(1));
        assertThat(lease.held()).isFalse();
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void staysOpenAsLongAsItIsAskedFor() {
        for (int i = 0; i < 5; i++) {
            lease.renew();
            timer.advanceTimeBy(TERM.minusMillis(1));
        }
        assertThat(opened).isEqualTo(1);
        assertThat(closed).isZero();
        timer.advanceTimeBy(Duration.ofMillis(1));
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void opensAgain() {
        lease.renew();
        timer.advanceTimeBy(TERM);
        lease.renew();
        assertThat(lease.held()).isTrue();
        assertThat(opened).isEqualTo(2);
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void closesOnce() {
        lease.renew();
        lease.close();
        timer.advanceTimeBy(TERM);
        lease.close();
        assertThat(lease.held()).isFalse();
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void holdsNothingIfItCannotBeOpened() {
        Lease refused = new Lease(
                () -> {
                    throw new IllegalStateException("refused");
                },
                TERM,
                timer);
        assertThatThrownBy(refused::renew).hasMessage("refused");
        assertThat(refused.held()).isFalse();
    }
}

package io.emfs.operators.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OrderTimesTest {
    private static final int MANY = 10_000;
    private static final long PAUSE_NS = MANY * OrderTimes.PAUSE_NS;

    private final OrderTimes orders = new OrderTimes(2);

    @Test
    void aFewAreOrderedEachTime() {
        assertThat(orders.isDue(1, 5, OrderTimes.FEW)).isTrue();
        assertThat(orders.isDue(1, 5, OrderTimes.FEW)).isTrue();
        assertThat(orders.isOwed(1)).isFalse();
    }

    @Test
    void manyAreOrderedNowAndThen() {
        assertThat(orders.isDue(1, 5, MANY)).isTrue();
        assertThat(orders.isDue(1, 4 + PAUSE_NS, MANY)).isFalse();
        assertThat(orders.isOwed(1)).isTrue();
        assertThat(orders.isDue(1, 5 + PAUSE_NS, MANY)).isTrue();
        assertThat(orders.isOwed(1)).isFalse();
    }

    @Test
    void queuesWaitForThemselvesAlone() {
        assertThat(orders.isDue(1, 5, MANY)).isTrue();
        assertThat(orders.isDue(2, 5, MANY)).isTrue();
        assertThat(orders.isDue(1, 6, MANY)).isFalse();
        assertThat(orders.isOwed(2)).isFalse();
    }
}

package io.emfs.tests.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MomentTest {
    @Test
    void isTheStampWhereItIsBetweenTheClockReadings() {
        Moment moment = new Moment(100, 200, 130);

        assertThat(moment.ns()).isEqualTo(130);
        assertThat(moment.uncertaintyNs()).isZero();
    }

    @Test
    void isTheMiddleWhereThereIsNoStamp() {
        Moment moment = new Moment(100, 201, 0);

        assertThat(moment.ns()).isEqualTo(150);
        assertThat(moment.uncertaintyNs()).isEqualTo(51);
    }

    @Test
    void isTheMiddleWhereTheStampIsAnotherPackets() {
        assertThat(new Moment(100, 200, 201).ns()).isEqualTo(150);
        assertThat(new Moment(100, 200, 99).ns()).isEqualTo(150);
    }

    @Test
    void rejectsReadingsInTheWrongOrder() {
        assertThatThrownBy(() -> new Moment(200, 100, 0)).hasMessage("lowerNs=200, upperNs=100");
    }
}

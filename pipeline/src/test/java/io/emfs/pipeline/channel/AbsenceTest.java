package io.emfs.pipeline.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AbsenceTest {
    private final AtomicLong now = new AtomicLong(-500);
    private final Absence absence = new Absence(now::get);

    @Test
    void isNoneWhileTheFirstJobAttends() {
        absence.returns();
        now.addAndGet(100);
        absence.attends();
        now.addAndGet(100);
        absence.attends();
        assertThat(absence.lastNs()).isZero();
    }

    @Test
    void lastsUntilTheNextJobAttends() {
        absence.attends();
        now.addAndGet(40);
        absence.attends();
        now.addAndGet(300);
        absence.returns();
        now.addAndGet(60);
        assertThat(absence.lastNs()).isZero();
        absence.attends();
        now.addAndGet(1000);
        absence.attends();
        assertThat(absence.lastNs()).isEqualTo(360);
    }
}

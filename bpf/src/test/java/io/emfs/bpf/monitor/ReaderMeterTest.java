package io.emfs.bpf.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.ring.AnswerEventDescriptor;
import io.emfs.bpf.ring.EventKind;
import io.emfs.bpf.ring.ProcessEventDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ReaderMeterTest {
    private final List<Integer> handled = new ArrayList<>();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    private long nowNs = 10_000;
    private final ReaderMeter meter = new ReaderMeter((records, offset, length) -> handled.add(offset), () -> nowNs);

    @Test
    void handsEveryRecordOnAndCountsBatches() {
        process(9_000);
        meter.onRecord(buffer, 0, 40);
        meter.onRecord(buffer, 8, 40);
        meter.afterBatch(buffer, 0, 2);
        meter.afterBatch(buffer, 0, 1);

        assertThat(handled).containsExactly(0, 8);
        assertThat(meter.records()).isEqualTo(3);
    }

    @Test
    void measuresTheAgeOfABatchsLastRecord() {
        process(9_400);
        meter.afterBatch(buffer, 0, 1);
        assertThat(meter.recentLagNs()).isEqualTo(600);

        request(4_000, 1_000, 2_000);
        meter.afterBatch(buffer, 0, 1);
        assertThat(meter.recentLagNs()).isEqualTo(3_000);
    }

    @Test
    void takesARecordFromAnotherCpusNearFutureAsFresh() {
        process(10_001);
        meter.afterBatch(buffer, 0, 1);

        assertThat(meter.recentLagNs()).isZero();
        assertThat(meter.records()).isEqualTo(1);
    }

    @Test
    void countsRecordsThatDoNotTellTheirTime() {
        buffer.putInt(0, 99);
        meter.afterBatch(buffer, 0, 4);

        assertThat(meter.recentLagNs()).isZero();
        assertThat(meter.records()).isEqualTo(4);
    }

    private void process(long timeNs) {
        buffer.putInt(0, EventKind.PROCESS);
        buffer.putLong(ProcessEventDescriptor.TIME_NS_OFFSET, timeNs);
    }

    private void request(long arrivalNs, long queueNs, long serviceNs) {
        buffer.putInt(0, EventKind.ANSWER);
        buffer.putLong(AnswerEventDescriptor.ARRIVAL_NS_OFFSET, arrivalNs);
        buffer.putLong(AnswerEventDescriptor.QUEUE_NS_OFFSET, queueNs);
        buffer.putLong(AnswerEventDescriptor.SERVICE_NS_OFFSET, serviceNs);
    }
}

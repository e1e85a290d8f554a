package io.emfs.bpf.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.state.RequestCompleted;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RingBufferDescriptorTest {
    @Test
    void roundsRecordsUpToTheRingsAlignment() {
        assertThat(RingBufferDescriptor.recordBytes(40)).isEqualTo(48);
        assertThat(RingBufferDescriptor.recordBytes(41)).isEqualTo(56);
        assertThat(RingBufferDescriptor.recordBytes(0)).isEqualTo(8);
    }

    @Test
    void readsEveryFieldOfAnAnswerWhereTheKernelPutsIt() {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[AnswerEventDescriptor.SIZE_BYTES + 8]);
        int offset = 8;
        buffer.putInt(offset, EventKind.ANSWER);
        buffer.putInt(offset + 4, 7);
        buffer.putLong(offset + 8, 1_000_000_000_001L);
        buffer.putLong(offset + 16, 250L);
        buffer.putLong(offset + 24, 9_000L);
        buffer.putInt(offset + 32, 4242);
        buffer.putInt(offset + 36, 1);

        assertThat(EventKind.of(buffer, offset)).isEqualTo(EventKind.ANSWER);
        assertThat(AnswerEventDescriptor.functionId(buffer, offset)).isEqualTo(7);
        assertThat(AnswerEventDescriptor.arrivalNs(buffer, offset)).isEqualTo(1_000_000_000_001L);
        assertThat(AnswerEventDescriptor.queueNs(buffer, offset)).isEqualTo(250L);
        assertThat(AnswerEventDescriptor.serviceNs(buffer, offset)).isEqualTo(9_000L);
        assertThat(AnswerEventDescriptor.tid(buffer, offset)).isEqualTo(4242);
        assertThat(AnswerEventDescriptor.digested(buffer, offset)).isTrue();
    }

    @Test
    void readsEveryFieldOfACompletionWhereTheKernelPutsIt() {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[CompletionEventDescriptor.SIZE_BYTES]);
        buffer.putInt(0, EventKind.COMPLETION);
        buffer.putInt(4, 7);
        buffer.putLong(8, 1_000_000_000_001L);
        buffer.putLong(16, 9_000L);
        buffer.putLong(24, -1L);
        buffer.putLong(32, 3L);
        buffer.putLong(40, 100L);
        buffer.putLong(48, 5_000_000_000L);
        buffer.putInt(56, 4242);

        assertThat(EventKind.of(buffer, 0)).isEqualTo(EventKind.COMPLETION);
        assertThat(CompletionEventDescriptor.functionId(buffer, 0)).isEqualTo(7);
        assertThat(CompletionEventDescriptor.timeNs(buffer, 0)).isEqualTo(1_000_000_000_001L);
        assertThat(CompletionEventDescriptor.durationNs(buffer, 0)).isEqualTo(9_000L);
        assertThat(CompletionEventDescriptor.onCpuNs(buffer, 0)).isEqualTo(RequestCompleted.UNKNOWN);
        assertThat(CompletionEventDescriptor.waitNs(buffer, 0)).isEqualTo(3L);
        assertThat(CompletionEventDescriptor.bytesIn(buffer, 0)).isEqualTo(100L);
        assertThat(CompletionEventDescriptor.bytesOut(buffer, 0)).isEqualTo(5_000_000_000L);
        assertThat(CompletionEventDescriptor.tid(buffer, 0)).isEqualTo(4242);
    }
}

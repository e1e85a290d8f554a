package io.emfs.bpf.ring;

import static org.assertj.core.api.Assertions.assertThat;

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
    void readsEveryFieldOfARequestWhereTheKernelPutsIt() {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[RequestEventDescriptor.SIZE_BYTES + 8]);
        int offset = 8;
        buffer.putInt(offset, EventKind.REQUEST);
        buffer.putInt(offset + 4, 7);
        buffer.putLong(offset + 8, 1_000_000_000_001L);
        buffer.putLong(offset + 16, 250L);
        buffer.putLong(offset + 24, 9_000L);
        buffer.putInt(offset + 32, 4242);

        assertThat(EventKind.of(buffer, offset)).isEqualTo(EventKind.REQUEST);
        assertThat(RequestEventDescriptor.functionId(buffer, offset)).isEqualTo(7);
        assertThat(RequestEventDescriptor.arrivalNs(buffer, offset)).isEqualTo(1_000_000_000_001L);
        assertThat(RequestEventDescriptor.queueNs(buffer, offset)).isEqualTo(250L);
        assertThat(RequestEventDescriptor.serviceNs(buffer, offset)).isEqualTo(9_000L);
        assertThat(RequestEventDescriptor.tid(buffer, offset)).isEqualTo(4242);
    }
}

package io.emfs.bpf.libbpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class ProgramInfoDescriptorTest {
    @Test
    void readsRunsAndTimeWhereTheKernelPutsThem() {
        byte[] info = new byte[ProgramInfoDescriptor.SIZE_BYTES];
        ByteBuffer.wrap(info)
                .order(ByteOrder.nativeOrder())
                .putLong(192, 48_000)
                .putLong(200, 240);

        assertThat(ProgramInfoDescriptor.runTimeNs(info)).isEqualTo(48_000);
        assertThat(ProgramInfoDescriptor.runCount(info)).isEqualTo(240);
    }
}

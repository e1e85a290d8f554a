package io.emfs.tests.ring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.emfs.bpf.bench.LibBpfRequestReader;
import io.emfs.bpf.ring.RingBufferReader;
import io.emfs.tests.kernel.RequiresKernel;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The reader on a real ring buffer, filled by a BPF program. */
@RequiresKernel
@Timeout(60)
class RingBufferReaderIT {
    private static final int SMALL_RING_BYTES = 64 << 10;

    /** 40 bytes and a header of 8 each. */
    private static final int RECORDS_IN_SMALL_RING = SMALL_RING_BYTES / 48;

    private static final int RECORDS = 1000;
    private static final int ROUNDS = 5;

    private final RequestFields fields = new RequestFields();

    @Test
    void readsWhatLibbpfReads() {
        try (RingFill fill = RingFill.open(SMALL_RING_BYTES);
                RingFill rivals = RingFill.open(SMALL_RING_BYTES);
                RingBufferReader reader = new RingBufferReader(fill.ringFd(), SMALL_RING_BYTES);
                LibBpfRequestReader rival = new LibBpfRequestReader(rivals.ringFd())) {
            for (int round = 0; round < 10; round++) { // the ring wraps
                fill.fill(RECORDS);
                rivals.fill(RECORDS);
                assertThat(reader.poll(fields, Integer.MAX_VALUE)).isEqualTo(RECORDS);
                assertThat(rival.consume()).isEqualTo(RECORDS);
                assertThat(fields.sum()).isEqualTo(rival.sum());
            }
            assertThat(reader.fillBytes()).isZero();
        }
    }

    @Test
    void takesNoMoreThanItsLimitAndWakesUpForMore() {
        try (RingFill fill = RingFill.open(SMALL_RING_BYTES);
                RingBufferReader reader = new RingBufferReader(fill.ringFd(), SMALL_RING_BYTES)) {
            fill.fill(RECORDS);
            reader.await(-1);
            assertThat(reader.poll(fields, 10)).isEqualTo(10);
            reader.await(-1);
            assertThat(reader.poll(fields, Integer.MAX_VALUE)).isEqualTo(RECORDS - 10);
        }
    }

    @Test
    void losesNothingThatIsNotCounted() {
        try (RingFill fill = RingFill.open(SMALL_RING_BYTES);
                RingBufferReader reader = new RingBufferReader(fill.ringFd(), SMALL_RING_BYTES)) {
            fill.fill(10 * RECORDS_IN_SMALL_RING);
            assertThat(fill.submitted()).isEqualTo(RECORDS_IN_SMALL_RING);
            assertThat(fill.dropped()).isEqualTo(9 * RECORDS_IN_SMALL_RING);
            assertThat(reader.poll(fields, Integer.MAX_VALUE)).isEqualTo(RECORDS_IN_SMALL_RING);
        }
        RingAccount account = new StalledReader(SMALL_RING_BYTES, 500, 1).run();
        assertThat(account.dropped()).isPositive();
        assertThat(account.exact()).as("%s", account).isTrue();
    }

    @Test
    void allocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (RingFill fill = RingFill.open(SMALL_RING_BYTES);
                RingBufferReader reader = new RingBufferReader(fill.ringFd(), SMALL_RING_BYTES)) {
            fillAndTake(fill, reader); // classes are loaded
            long fewestBytes = Long.MAX_VALUE;
            for (int i = 0; i < ROUNDS; i++) { // the JVM allocates for itself now and then, but not always
                long before = threads.getCurrentThreadAllocatedBytes();
                fillAndTake(fill, reader);
                fewestBytes = Math.min(fewestBytes, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(fewestBytes).isZero();
            assertThat(fields.records()).isEqualTo((1L + ROUNDS) * RECORDS);
        }
    }

    private void fillAndTake(RingFill fill, RingBufferReader reader) {
        fill.fill(RECORDS);
        reader.await(-1);
        while (reader.poll(fields, 64) > 0) {}
    }
}

package io.emfs.tests.ring;

import io.emfs.bpf.bench.LibBpfRequestReader;
import io.emfs.bpf.ring.RingBufferReader;
import io.emfs.config.MonitorConfig;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One operation is one record taken from a real BPF ring buffer, all its fields read. JMH runs it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RingReaderBenchmark {
    /** Draining takes long enough for JMH to time each invocation; 3 MiB of the default 8. */
    private static final int RECORDS = 65_536;

    /** As the agent's reading thread does. */
    private static final int BATCH = 64;

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long emfs(MappedRing ring) {
        int taken = ring.reader.poll(ring.fields, BATCH);
        while (taken > 0) {
            taken = ring.reader.poll(ring.fields, BATCH);
        }
        return ring.fields.sum();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long libbpf(CallbackRing ring) {
        ring.taken += ring.reader.consume();
        return ring.reader.sum();
    }

    private static void requireAllTaken(RingFill fill, long taken) {
        if (fill.dropped() > 0 || taken != fill.submitted()) {
            throw new IllegalStateException(
                    "submitted=" + fill.submitted() + ", dropped=" + fill.dropped() + ", taken=" + taken);
        }
    }

    /** Read by {@link RingBufferReader}. */
    @State(Scope.Thread)
    public static class MappedRing {
        final RingFill fill = RingFill.open(MonitorConfig.DEFAULT.ringBytes());
        final RingBufferReader reader = new RingBufferReader(fill.ringFd(), fill.capacityBytes());
        final RequestFields fields = new RequestFields();

        @Setup(Level.Invocation)
        public void fill() {
            fill.fill(RECORDS);
        }

        @TearDown(Level.Invocation)
        public void check() {
            requireAllTaken(fill, fields.records());
        }

        @TearDown(Level.Trial)
        public void close() {
            reader.close();
            fill.close();
        }
    }

    /** Read through libbpf's callback. */
    @State(Scope.Thread)
    public static class CallbackRing {
        final RingFill fill = RingFill.open(MonitorConfig.DEFAULT.ringBytes());
        final LibBpfRequestReader reader = new LibBpfRequestReader(fill.ringFd());
        long taken;

        @Setup(Level.Invocation)
        public void fill() {
            fill.fill(RECORDS);
        }

        @TearDown(Level.Invocation)
        public void check() {
            requireAllTaken(fill, taken);
        }

        @TearDown(Level.Trial)
        public void close() {
            reader.close();
            fill.close();
        }
    }
}

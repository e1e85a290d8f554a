package io.emfs.bpf.monitor;

import java.time.Instant;

/**
 * CLOCK_MONOTONIC ns (the kernel's {@code bpf_ktime_get_ns}, on Linux also {@link System#nanoTime}) as epoch ns. The
 * offset is taken once, so that event time never jumps when the wall clock is set. Thread-safe.
 */
public final class EpochClock {
    private static final long NS_PER_S = 1_000_000_000;

    private final long offsetNs = wallClockNs() - System.nanoTime();

    public long epochNs(long monotonicNs) {
        return monotonicNs + offsetNs;
    }

    public long nowNs() {
        return epochNs(System.nanoTime());
    }

    private static long wallClockNs() {
        Instant now = Instant.now();
        return now.getEpochSecond() * NS_PER_S + now.getNano();
    }
}

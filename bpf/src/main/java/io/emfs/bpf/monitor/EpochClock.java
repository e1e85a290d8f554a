package io.emfs.bpf.monitor;

/**
 * CLOCK_MONOTONIC ns (the kernel's {@code bpf_ktime_get_ns}, on Linux also {@link System#nanoTime}) as epoch ns. The
 * offset is taken once, so that event time never jumps when the wall clock is set. Thread-safe.
 */
public final class EpochClock {
    private static final long NS_PER_MS = 1_000_000;

    private final long offsetNs = System.currentTimeMillis() * NS_PER_MS - System.nanoTime();

    public long epochNs(long monotonicNs) {
        return monotonicNs + offsetNs;
    }

    public long nowNs() {
        return epochNs(System.nanoTime());
    }
}

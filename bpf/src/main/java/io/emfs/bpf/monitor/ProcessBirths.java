package io.emfs.bpf.monitor;

import io.emfs.bpf.proc.ProcFs;
import java.util.Optional;

/** When processes started, in clock ticks after boot: tells one from a later one with its process id. Thread-safe. */
public final class ProcessBirths {
    /** What proc(5) cuts off of the start and of the time since. */
    private static final long PRECISION_NS = 2 * ProcFs.TICK_NS;

    private final ProcFs proc;
    private final EpochClock clock;

    public ProcessBirths(ProcFs proc, EpochClock clock) {
        this.proc = proc;
        this.clock = clock;
    }

    /** Empty if the process has ended. */
    Optional<Long> of(int pid) {
        return proc.livingSinceTicks(pid);
    }

    /** Empty if the process has ended, or started only after an event at {@code timestampNs} of the epoch. */
    Optional<Long> before(int pid, long timestampNs) {
        return of(pid).filter(birth -> !isAfter(birth, timestampNs));
    }

    /** Whether a process that started then did so after an event at {@code timestampNs} of the epoch. */
    public boolean isAfter(long birthTicks, long timestampNs) {
        long nowNs = clock.nowNs(); // first: what passes before the next line makes the process older, never younger
        return proc.uptimeTicks()
                .map(uptime -> nowNs - (uptime - birthTicks) * ProcFs.TICK_NS)
                .filter(birthNs -> birthNs > timestampNs + PRECISION_NS)
                .isPresent();
    }
}

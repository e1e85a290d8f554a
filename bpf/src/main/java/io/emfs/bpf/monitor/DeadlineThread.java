package io.emfs.bpf.monitor;

import io.emfs.bpf.NativeException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has each CPU looked at when the kernel side's deadline for it has come. There is one deadline for a CPU at most: the
 * newest, since an older one was of a thread that does not run there any more. What comes too late here is found by the
 * kernel's next tick.
 */
final class DeadlineThread extends Thread implements Deadlines, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DeadlineThread.class);
    private static final long NONE = Long.MAX_VALUE;

    private final AtomicLongArray deadlinesNs;
    private final IntConsumer look;
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean stopped;

    /** {@code look} looks at a CPU, and may throw {@link NativeException}. */
    DeadlineThread(int cpus, IntConsumer look) {
        super("emfs-deadlines");
        this.look = look;
        deadlinesNs = new AtomicLongArray(cpus);
        for (int cpu = 0; cpu < cpus; cpu++) {
            deadlinesNs.set(cpu, NONE);
        }
        setDaemon(true);
    }

    @Override
    public void at(int cpu, long deadlineNs) {
        deadlinesNs.set(cpu, deadlineNs);
        LockSupport.unpark(this);
    }

    @Override
    public void run() {
        while (!stopped) {
            long nowNs = System.nanoTime();
            long nextNs = NONE;
            for (int cpu = 0; cpu < deadlinesNs.length(); cpu++) {
                long deadlineNs = deadlinesNs.get(cpu);
                if (deadlineNs > nowNs) {
                    nextNs = Math.min(nextNs, deadlineNs);
                } else if (deadlinesNs.compareAndSet(cpu, deadlineNs, NONE)) {
                    look(cpu);
                }
            }
            if (nextNs == NONE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, nextNs - nowNs);
            }
        }
    }

    /** Returns once no CPU is looked at any more. */
    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(this);
        ThreadEnd.await(this);
    }

    private void look(int cpu) {
        try {
            look.accept(cpu);
        } catch (NativeException e) {
            if (failures.getAndIncrement() == 0) {
                log.warn("quanta may end up to a tick late: {}", e.getMessage());
            }
        }
    }
}

package io.emfs.bpf.sched;

import io.emfs.bpf.Errno;
import io.emfs.bpf.Libc;
import io.emfs.bpf.NativeException;
import io.emfs.bpf.proc.KernelFile;
import io.emfs.bpf.proc.ThreadFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the threads of this process above those of the functions, if it was started in real time; else it does nothing.
 * For one thread at a time, which is to call {@link #raise} again and again: threads come and go.
 *
 * <p>On a full core real time is not enough: the fair server (Linux 6.12), a deadline entity, takes 50 ms of each second
 * from every SCHED_RR and SCHED_FIFO thread there. So the threads that an event passes on its way are SCHED_DEADLINE with a
 * deadline before the server's (sched(7)), as long as a function may run where this process was started. A deadline holds on
 * all CPUs or none, so they would take time of other CPUs' functions for nothing while none may. What they start begins as
 * SCHED_OTHER, since deadlines are not inherited, and is raised to what the process began with: one starving thread would
 * hold up all others at a safepoint.
 *
 * <p>And real time can be too much: who opens a file of a process that just ends spins in {@code shrink_dcache_parent} until
 * the directory entry is gone, and it never is if its owner, a function's thread, waits for the CPU of the one that spins.
 * Threads with a deadline stop by themselves, at the end of their runtime; another that ran from one call to the next lets
 * everybody pass until the call after it.
 */
public final class OwnThreads {
    private static final Logger log = LoggerFactory.getLogger(OwnThreads.class);
    private static final Path TASKS = Path.of("/proc/self/task");

    /** Started by the JVM, so it cannot say so itself; without it, a collection would wait for the server. */
    private static final String VM_THREAD = "VM Thread";

    private static final Set<Integer> ON_ROAD = ConcurrentHashMap.newKeySet();

    /** More threads than there are; each may reserve its share of what admission control leaves beside the fair servers. */
    private static final int SHARES = 6;

    private static final double RESERVABLE = 0.8;
    private static final double MOST = 0.9;
    private static final long PERIOD_NS = 10_000_000;

    /** Share of the time between two calls that only a thread which spins is expected to run for. */
    private static final double SPIN = 0.95;

    /** While no function is near, one of so many calls looks at the threads. */
    private static final int QUIET_CALLS = 10;

    private final int pid = (int) ProcessHandle.current().pid();
    private final ThreadPolicy first = SchedAttribute.get(pid);
    private final CpuMask home = CpuMask.of(pid);
    private final Supplier<IntStream> functions;
    private final long runtimeNs;
    private final ThreadFacts facts = new ThreadFacts();
    private Map<Integer, Long> ranNs = Map.of();
    private long lookedNs = System.nanoTime();
    private boolean wasCrowded;
    private int quietCalls = QUIET_CALLS;
    private boolean refused;

    /** Those of the process that is as it was started; {@code functions} gives the processes that it schedules. */
    public OwnThreads(Supplier<IntStream> functions) {
        this.functions = functions;
        double share = RESERVABLE * Runtime.getRuntime().availableProcessors() / SHARES;
        this.runtimeNs = (long) (PERIOD_NS * Math.min(MOST, share));
    }

    /** The calling thread is one that events pass: the next {@link #raise} gives it a deadline if there is need. */
    public static void joinRoad() {
        ON_ROAD.add(ThreadFacts.currentTid());
    }

    /**
     * Raises threads that came since the last call, and gives or takes deadlines as functions came or went; takes some 20 µs
     * for each thread there is. While no function may run where this process was started, most calls do nothing.
     */
    public void raise() {
        if (!first.realTime()) {
            return;
        }
        boolean crowded = functions.get().anyMatch(this::mayRunAtHome);
        quietCalls = crowded || wasCrowded ? QUIET_CALLS : quietCalls + 1;
        wasCrowded = crowded;
        if (quietCalls < QUIET_CALLS) {
            return;
        }
        quietCalls = 0;
        long nowNs = System.nanoTime();
        Map<Integer, Long> ranNowNs = new HashMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                int tid = Integer.parseInt(task.getFileName().toString());
                Long before = ranNs.get(tid);
                long now = facts.ranNs(pid, tid);
                if (before == null && nameOf(task).equals(VM_THREAD)) {
                    ON_ROAD.add(tid);
                }
                ranNowNs.put(tid, now);
                care(tid, crowded, before != null && now - before > SPIN * (nowNs - lookedNs));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ON_ROAD.retainAll(ranNowNs.keySet());
        ranNs = ranNowNs;
        lookedNs = nowNs;
    }

    private boolean mayRunAtHome(int function) {
        try {
            return CpuMask.of(function).intersects(home);
        } catch (NativeException endedMeanwhile) {
            log.debug("process {} was not asked for its CPUs: {}", function, endedMeanwhile.getMessage());
            return false;
        }
    }

    private void care(int tid, boolean crowded, boolean spins) {
        try {
            int policy = SchedAttribute.get(tid).policy();
            if (crowded && ON_ROAD.contains(tid) && policy != ThreadPolicy.DEADLINE && !refused) {
                setDeadline(tid);
            } else if (!crowded && policy == ThreadPolicy.DEADLINE) {
                SchedAttribute.set(tid, first);
                home.apply(tid);
            } else if (policy == first.policy() && spins) {
                SchedAttribute.set(tid, ThreadPolicy.other(0));
            } else if (policy == ThreadPolicy.OTHER) {
                SchedAttribute.set(tid, first);
            }
        } catch (NativeException endedMeanwhile) {
            log.debug("thread {} was not raised: {}", tid, endedMeanwhile.getMessage());
        }
    }

    private static String nameOf(Path task) throws IOException {
        try {
            return KernelFile.read(task.resolve("comm"));
        } catch (NoSuchFileException endedMeanwhile) {
            return "";
        }
    }

    /** A deadline holds on all CPUs or none: the thread gets its CPUs back if the kernel refuses. */
    private void setDeadline(int tid) {
        CpuMask before = CpuMask.of(tid);
        CpuMask.ALL.apply(tid);
        if (SchedAttribute.trySetDeadline(tid, runtimeNs, PERIOD_NS)) {
            return;
        }
        Errno reason = Libc.lastErrno();
        before.apply(tid);
        refused = true;
        log.info("SCHED_DEADLINE is refused here ({}): on full cores a decision may wait 50 ms for others", reason);
    }
}

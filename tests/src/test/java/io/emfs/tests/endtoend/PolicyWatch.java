package io.emfs.tests.endtoend;

import io.emfs.bpf.Errno;
import io.emfs.bpf.NativeException;
import io.emfs.bpf.proc.ProcFs;
import io.emfs.bpf.sched.LinuxThreadScheduler;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.tests.workload.FunctionServer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at a server's threads all the while, on a thread of its own, and tells every policy that one of them had. */
final class PolicyWatch implements AutoCloseable {
    private static final int POLL_MS = 5;
    private static final LinuxThreadScheduler SCHEDULER = new LinuxThreadScheduler();
    private static final ProcFs PROC = new ProcFs();

    private final Set<ThreadPolicy> seen = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> watch;
    private volatile boolean closed;

    PolicyWatch(FunctionServer server) {
        watch = CompletableFuture.runAsync(() -> look(server));
    }

    /** What they have now. */
    static Set<ThreadPolicy> of(FunctionServer server) {
        return Arrays.stream(PROC.threads((int) server.pid()))
                .boxed()
                .flatMap(PolicyWatch::policyOf)
                .collect(Collectors.toSet());
    }

    /** So far. */
    Set<ThreadPolicy> seen() {
        return Set.copyOf(seen);
    }

    private void look(FunctionServer server) {
        try {
            while (!closed) {
                seen.addAll(of(server));
                Thread.sleep(POLL_MS);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Empty if it has ended since it was listed. */
    private static Stream<ThreadPolicy> policyOf(int tid) {
        try {
            return Stream.of(SCHEDULER.policyOf(tid).effective());
        } catch (NativeException e) {
            if (e.errno() == Errno.ESRCH) {
                return Stream.empty();
            }
            throw e;
        }
    }

    /** Throws what kept it from looking. */
    @Override
    public void close() {
        closed = true;
        watch.join();
    }
}

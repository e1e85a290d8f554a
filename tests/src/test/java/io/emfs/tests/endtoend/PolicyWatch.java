package io.emfs.tests.endtoend;

import io.emfs.bpf.proc.ProcFs;
import io.emfs.bpf.sched.LinuxThreadScheduler;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.tests.workload.FunctionServer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Looks at a server's threads all the while, on a thread of its own, and tells every policy that one of them had. */
final class PolicyWatch implements AutoCloseable {
    private static final int POLL_MS = 5;
    private static final LinuxThreadScheduler SCHEDULER = new LinuxThreadScheduler();
    private static final ProcFs PROC = new ProcFs();

    private final Set<ThreadPolicy> seen = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean closed;

    PolicyWatch(FunctionServer server) {
        thread = new Thread(() -> look(server), "policy-watch");
        thread.start();
    }

    /** What they have now. */
    static Set<ThreadPolicy> of(FunctionServer server) {
        return Arrays.stream(PROC.threads((int) server.pid()))
                .mapToObj(SCHEDULER::policyOf)
                .map(ThreadPolicy::effective)
                .collect(Collectors.toSet());
    }

    /** So far. */
    Set<ThreadPolicy> seen() {
        return Set.copyOf(seen);
    }

    private void look(FunctionServer server) {
        while (!closed) {
            seen.addAll(of(server));
            try {
                Thread.sleep(POLL_MS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}

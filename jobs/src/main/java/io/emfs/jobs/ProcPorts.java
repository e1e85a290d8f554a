package io.emfs.jobs;

import io.emfs.bpf.proc.ProcFs;
import io.emfs.bpf.proc.ThreadFacts;
import io.emfs.bpf.sched.ThreadScheduler;
import io.emfs.pipeline.executor.ProcessTree;
import io.emfs.pipeline.executor.ThreadLister;
import io.emfs.pipeline.executor.ThreadLook;
import io.emfs.pipeline.executor.ThreadPorts;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** proc(5) as the executor asks for it. Thread-safe. */
public final class ProcPorts implements ThreadLister, ProcessTree {
    private static final int NO_PARENT = 0;

    private final ProcFs proc;
    private final ThreadFacts facts = new ThreadFacts();

    private ProcPorts(ProcFs proc) {
        this.proc = proc;
    }

    public static ThreadPorts with(ThreadScheduler scheduler) {
        ProcPorts ports = new ProcPorts(new ProcFs());
        return new ThreadPorts(scheduler, ports, ports);
    }

    @Override
    public int[] threadsOf(int pid) {
        return proc.threads(pid);
    }

    @Override
    public long startTimeTicks(int pid, int tid) {
        return facts.startTicks(pid, tid);
    }

    @Override
    public @Nullable ThreadLook look(int pid, int tid) {
        ThreadFacts.State state = facts.state(pid, tid);
        long ranNs = state.runnable() ? facts.ranNs(pid, tid) : 0;
        return state.startTicks() == ThreadFacts.GONE || ranNs == ThreadFacts.GONE
                ? null
                : new ThreadLook(state.startTicks(), state.runnable(), state.cpu(), ranNs);
    }

    @Override
    public int parentOf(int pid) {
        return proc.parent(pid).orElse(NO_PARENT);
    }

    @Override
    public int[] childrenOf(int pid) {
        return Arrays.stream(proc.processes())
                .filter(process -> parentOf(process) == pid)
                .toArray();
    }
}

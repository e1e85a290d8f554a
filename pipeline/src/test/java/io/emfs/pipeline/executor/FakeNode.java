package io.emfs.pipeline.executor;

import io.emfs.bpf.Errno;
import io.emfs.bpf.NativeException;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.bpf.sched.ThreadScheduler;
import io.emfs.state.FunctionKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Processes and threads in memory: the syscall port's stand-in, with errors and births on demand. */
final class FakeNode implements ThreadScheduler, ThreadLister, ProcessTree, InstanceDirectory {
    static final class Task {
        final int pid;
        final int parent;
        final long startTicks;
        ThreadPolicy policy;

        /** Of everything, or of real time alone. */
        @Nullable
        Errno refusal;

        @Nullable
        Errno realTimeRefusal;

        boolean runnable;
        int cpu;
        long ranNs;

        Task(int pid, int parent, long startTicks, ThreadPolicy policy) {
            this.pid = pid;
            this.parent = parent;
            this.startTicks = startTicks;
            this.policy = policy;
        }
    }

    final Map<Integer, Task> tasks = new TreeMap<>();
    final Map<FunctionKey, int[]> instances = new HashMap<>();
    final List<Integer> applied = new ArrayList<>();
    IntConsumer beforeApply = tid -> {};
    IntConsumer beforeSiblings = pid -> {};

    private long ticks = 1000;

    ThreadPorts ports() {
        return new ThreadPorts(this, this, this);
    }

    /** Starts a function of one process, whose threads are numbered from {@code pid} on. */
    void function(FunctionKey key, int pid, ThreadPolicy... threads) {
        process(pid, 1, threads[0]);
        for (int thread = 1; thread < threads.length; thread++) {
            thread(pid, pid + thread, threads[thread]);
        }
        instances.put(key, new int[] {pid});
    }

    /** Starts a process, or replaces what had its number. */
    void process(int pid, int parent, ThreadPolicy policy) {
        tasks.put(pid, new Task(pid, parent, ++ticks, policy));
    }

    void thread(int pid, int tid, ThreadPolicy policy) {
        tasks.put(tid, new Task(pid, task(pid).parent, ++ticks, policy));
    }

    void kill(int pid) {
        tasks.values().removeIf(task -> task.pid == pid);
    }

    void set(int tid, ThreadPolicy policy) {
        task(tid).policy = policy;
    }

    ThreadPolicy policy(int tid) {
        return task(tid).policy;
    }

    Task task(int tid) {
        return Objects.requireNonNull(tasks.get(tid));
    }

    private Task find(String call, int tid) {
        Task task = tasks.get(tid);
        if (task == null) {
            throw new NativeException(call, "tid=" + tid, Errno.ESRCH);
        }
        return task;
    }

    @Override
    public ThreadPolicy policyOf(int tid) {
        return find("sched_getattr", tid).policy;
    }

    @Override
    public void apply(int tid, ThreadPolicy policy) {
        beforeApply.accept(tid);
        Task task = find("sched_setattr", tid);
        Errno refusal = policy.realTime() && task.refusal == null ? task.realTimeRefusal : task.refusal;
        if (refusal != null) {
            throw new NativeException("sched_setattr", "tid=" + tid, refusal);
        }
        int nice = policy.realTime() ? task.policy.nice() : policy.nice();
        task.policy = new ThreadPolicy(
                policy.policy(),
                policy.priority(),
                nice,
                policy.resetOnFork(),
                policy.realTime() ? 0 : policy.sliceNs());
        applied.add(tid);
    }

    @Override
    public int[] threadsOf(int pid) {
        return tasks.entrySet().stream()
                .filter(entry -> entry.getValue().pid == pid)
                .mapToInt(Map.Entry::getKey)
                .toArray();
    }

    @Override
    public long startTimeTicks(int pid, int tid) {
        Task task = tasks.get(tid);
        return task == null || task.pid != pid ? GONE : task.startTicks;
    }

    @Override
    public @Nullable ThreadLook look(int pid, int tid) {
        Task task = tasks.get(tid);
        return task == null || task.pid != pid
                ? null
                : new ThreadLook(task.startTicks, task.runnable, task.cpu, task.ranNs);
    }

    @Override
    public Siblings siblings(int pid, Set<Integer> tids) {
        beforeSiblings.accept(pid);
        return ThreadLister.super.siblings(pid, tids);
    }

    @Override
    public int parentOf(int pid) {
        Task task = tasks.get(pid);
        return task == null ? 0 : task.parent;
    }

    @Override
    public int[] childrenOf(int pid) {
        return tasks.entrySet().stream()
                .filter(entry -> entry.getValue().parent == pid && entry.getValue().pid == entry.getKey())
                .mapToInt(Map.Entry::getKey)
                .toArray();
    }

    /** Start times of processes that only have the number of one of the function's. */
    final Set<Long> imposters = new HashSet<>();

    @Override
    public boolean serves(FunctionKey key, int pid, long startTicks) {
        return !imposters.contains(startTicks);
    }

    @Override
    public int[] pidsOf(FunctionKey key) {
        int[] pids = instances.getOrDefault(key, new int[0]);
        return Arrays.copyOf(pids, pids.length);
    }
}

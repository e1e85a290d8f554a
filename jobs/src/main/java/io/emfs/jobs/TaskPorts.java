package io.emfs.jobs;

import io.emfs.bpf.proc.TaskIterator;
import io.emfs.bpf.proc.TaskIterator.Task;
import io.emfs.bpf.sched.ThreadScheduler;
import io.emfs.pipeline.executor.ProcessTree;
import io.emfs.pipeline.executor.Siblings;
import io.emfs.pipeline.executor.ThreadLister;
import io.emfs.pipeline.executor.ThreadLook;
import io.emfs.pipeline.executor.ThreadPorts;
import io.emfs.pipeline.executor.ThreadStart;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Threads as the executor asks for them, by a BPF iterator instead of proc(5). Thread-safe. */
final class TaskPorts implements ThreadLister, ProcessTree {
    private static final int NO_PARENT = 0;

    private final TaskIterator tasks;

    private TaskPorts(TaskIterator tasks) {
        this.tasks = tasks;
    }

    static ThreadPorts with(ThreadScheduler scheduler, TaskIterator tasks) {
        TaskPorts ports = new TaskPorts(tasks);
        return new ThreadPorts(scheduler, ports, ports);
    }

    @Override
    public int[] threadsOf(int pid) {
        return tasks.ofProcess(pid).stream().mapToInt(Task::tid).toArray();
    }

    @Override
    public long startTimeTicks(int pid, int tid) {
        return tasks.thread(tid)
                .filter(task -> task.pid() == pid)
                .map(Task::startTicks)
                .orElse(GONE);
    }

    @Override
    public @Nullable ThreadStart startOf(int pid, int tid) {
        return tasks.thread(tid)
                .filter(task -> task.pid() == pid)
                .map(task -> new ThreadStart(task.startTicks(), task.processStartTicks()))
                .orElse(null);
    }

    @Override
    public @Nullable ThreadLook look(int pid, int tid) {
        return tasks.thread(tid)
                .filter(task -> task.pid() == pid)
                .map(TaskPorts::look)
                .orElse(null);
    }

    @Override
    public Map<Integer, ThreadLook> looks(int pid) {
        return tasks.ofProcess(pid).stream().collect(Collectors.toMap(Task::tid, TaskPorts::look));
    }

    private static ThreadLook look(Task task) {
        return new ThreadLook(task.startTicks(), task.runnable(), task.cpu(), task.ranNs());
    }

    @Override
    public Siblings siblings(int pid, Set<Integer> tids) {
        List<Task> others = tasks.ofProcess(pid).stream()
                .filter(task -> !tids.contains(task.tid()))
                .toList();
        if (others.isEmpty()) {
            return Siblings.NONE;
        }
        return others.stream().anyMatch(Task::runnable) ? Siblings.RUNNABLE : Siblings.ASLEEP;
    }

    @Override
    public int parentOf(int pid) {
        return tasks.thread(pid).map(Task::parent).orElse(NO_PARENT);
    }

    @Override
    public int[] childrenOf(int pid) {
        return tasks.all().stream()
                .filter(task -> task.pid() == task.tid() && task.parent() == pid)
                .mapToInt(Task::pid)
                .toArray();
    }
}

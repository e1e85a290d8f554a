package io.emfs.bpf.proc;

import io.emfs.bpf.Libc;
import io.emfs.bpf.NativeException;
import io.emfs.bpf.libbpf.BpfIterator;
import io.emfs.bpf.libbpf.BpfObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads and processes as a BPF iterator tells of them (Linux 6.1): what proc(5) would, without opening a file of a process
 * that just ends. That spins until the directory entry is gone, and whoever does so in real time can keep the one from
 * running that is to remove it. Thread-safe. Failures throw {@link NativeException}.
 */
public final class TaskIterator implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TaskIterator.class);
    private static final String OBJECT = "/io/emfs/bpf/tasks.bpf.o";
    private static final String PROGRAM = "emfs_tasks";
    private static final int RECORD_BYTES = 40;

    private final BpfObject object;
    private final BpfIterator iterator;
    private final int link;

    /**
     * A thread; a process is its first thread, which has its number.
     *
     * @param pid of its process
     * @param parent process
     * @param runnable runs, or would like to
     * @param cpu where it runs, waits, or ran last
     * @param startTicks clock ticks after boot, as in proc(5)
     * @param ranNs CPU time, as of the last clock tick or switch
     * @param processStartTicks as {@code startTicks}, of its process
     */
    public record Task(
            int pid,
            int tid,
            int parent,
            boolean runnable,
            int cpu,
            long startTicks,
            long ranNs,
            long processStartTicks) {}

    private TaskIterator(BpfObject object) {
        this.object = object;
        this.iterator = new BpfIterator(object.programFd(PROGRAM));
        this.link = iterator.link();
    }

    /** Empty, and said so, where the kernel has none, or numbers processes otherwise than this process sees them. */
    public static Optional<TaskIterator> open() {
        BpfObject object = BpfObject.open(elf());
        try {
            TaskIterator tasks = new TaskIterator(object.load());
            int self = (int) ProcessHandle.current().pid();
            if (tasks.thread(self).filter(task -> task.pid() == self).isPresent()) {
                return Optional.of(tasks);
            }
            log.warn("processes are numbered otherwise in this pid namespace: threads are looked up in proc(5)");
            tasks.close();
        } catch (NativeException e) {
            log.warn("no BPF iterator over tasks ({}): threads are looked up in proc(5)", e.getMessage());
            object.close();
        }
        return Optional.empty();
    }

    private static byte[] elf() {
        try (InputStream in = TaskIterator.class.getResourceAsStream(OBJECT)) {
            if (in == null) {
                throw new IllegalStateException("resource " + OBJECT + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the machine. */
    public List<Task> all() {
        return tasks(iterator.all());
    }

    /** Empty if the process is gone. */
    public List<Task> ofProcess(int pid) {
        return tasks(iterator.ofProcess(pid));
    }

    /** Empty if the thread is gone. */
    public Optional<Task> thread(int tid) {
        return tasks(iterator.ofThread(tid)).stream().findFirst();
    }

    /** File descriptor of the iterator over all, for the guard, which takes a copy of its own (pidfd_getfd(2)). */
    public int link() {
        return link;
    }

    private static List<Task> tasks(byte[] records) {
        ByteBuffer in = ByteBuffer.wrap(records).order(ByteOrder.nativeOrder());
        List<Task> tasks = new ArrayList<>(records.length / RECORD_BYTES);
        while (in.remaining() >= RECORD_BYTES) {
            int pid = in.getInt();
            int tid = in.getInt();
            int parent = in.getInt();
            boolean runnable = in.getShort() != 0;
            int cpu = Short.toUnsignedInt(in.getShort());
            long startTicks = in.getLong() / ProcFs.TICK_NS;
            long ranNs = in.getLong();
            tasks.add(new Task(pid, tid, parent, runnable, cpu, startTicks, ranNs, in.getLong() / ProcFs.TICK_NS));
        }
        return tasks;
    }

    @Override
    public void close() {
        Libc.close(link);
        object.close();
    }
}

package io.emfs.bpf.proc;

import io.emfs.bpf.Libc;
import io.emfs.bpf.SystemCall;
import java.nio.charset.StandardCharsets;

/**
 * What is asked of single threads often and in haste, from {@code /proc/PID/task/TID} (proc(5)): three system calls for
 * each file, into one buffer. Thread-safe; callers take turns.
 */
public final class ThreadFacts {
    /** The thread has ended, or cannot be seen. */
    public static final long GONE = -1;

    private static final int AT_FDCWD = -100;
    private static final int O_CLOEXEC = 02000000;
    private static final long OPENAT = SystemCall.numberOf("openat", 257, 56);
    private static final long GETTID = SystemCall.numberOf("gettid", 186, 178);
    private static final long READ = SystemCall.numberOf("read", 0, 63);

    private static final byte[] PROC = bytes("/proc/");
    private static final byte[] TASK = bytes("/task/");
    private static final byte[] STAT = bytes("/stat\0");
    private static final byte[] SCHEDSTAT = bytes("/schedstat\0");

    /** Of stat's fields behind the command name. */
    private static final int START_TIME = 19;

    private static final int PROCESSOR = 36;

    private final byte[] path = new byte[64];
    private final byte[] text = new byte[1024];

    /** The kernel's number of the calling thread. */
    public static int currentTid() {
        return (int) Libc.syscall(GETTID, 0, new byte[0], 0, 0);
    }

    /** When the thread started, clock ticks after boot, or {@link #GONE}. */
    public synchronized long startTicks(int pid, int tid) {
        int length = read(pid, tid, STAT);
        return length <= 0 ? GONE : startTicks(length);
    }

    /**
     * Whether the thread runs or would like to, and since when it exists.
     *
     * @param cpu where it runs, waits, or ran last
     * @param startTicks clock ticks after boot
     */
    public record State(boolean runnable, int cpu, long startTicks) {
        public static final State GONE = new State(false, 0, ThreadFacts.GONE);
    }

    /** {@link State#GONE} if the thread has ended. */
    public synchronized State state(int pid, int tid) {
        int length = read(pid, tid, STAT);
        return length <= 0
                ? State.GONE
                : new State(text[behindName(length)] == 'R', (int) field(PROCESSOR, length), startTicks(length));
    }

    /** CPU time that the thread has had, ns, as of the last clock tick or switch; {@link #GONE} if it ended. */
    public synchronized long ranNs(int pid, int tid) {
        int length = read(pid, tid, SCHEDSTAT);
        return length <= 0 ? GONE : number(0, length);
    }

    private long startTicks(int length) {
        return field(START_TIME, length);
    }

    private long field(int number, int length) {
        int at = behindName(length);
        for (int field = 0; field < number; field++) {
            while (text[at++] != ' ') {} // the kernel writes all fields
        }
        return number(at, length);
    }

    /** The name in parentheses may hold blanks and parentheses; what follows the last of them holds none. */
    private int behindName(int length) {
        int at = length - 1;
        while (text[at] != ')') {
            at--;
        }
        return at + 2;
    }

    private long number(int from, int length) {
        long value = 0;
        for (int at = from; at < length && text[at] >= '0' && text[at] <= '9'; at++) {
            value = 10 * value + text[at] - '0';
        }
        return value;
    }

    /** Bytes read into {@link #text}; not positive if there is no such thread. */
    private int read(int pid, int tid, byte[] file) {
        int end = append(file, append(tid, append(TASK, append(pid, append(PROC, 0)))));
        assert end <= path.length;
        int fd = (int) Libc.syscall(OPENAT, AT_FDCWD, path, O_CLOEXEC, 0);
        if (fd < 0) {
            return -1;
        }
        int length = (int) Libc.syscall(READ, fd, text, text.length, 0);
        Libc.close(fd);
        return length;
    }

    private int append(byte[] part, int at) {
        System.arraycopy(part, 0, path, at, part.length);
        return at + part.length;
    }

    private int append(int number, int at) {
        int digits = 1;
        for (int rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        int rest = number;
        for (int digit = digits - 1; digit >= 0; digit--) {
            path[at + digit] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + digits;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

package io.emfs.pipeline.executor;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The threads of processes, from {@code /proc/PID/task} (proc(5)). Thread-safe. */
public interface ThreadLister {
    long GONE = -1;

    /** Empty if the process is gone. */
    int[] threadsOf(int pid);

    /** When the thread started, in clock ticks since boot (field 22 of stat); {@link #GONE} if it ended. */
    long startTimeTicks(int pid, int tid);

    /** When it and its process started; null if one of them ended. */
    default @Nullable ThreadStart startOf(int pid, int tid) {
        long ticks = startTimeTicks(pid, tid);
        long processTicks = tid == pid ? ticks : startTimeTicks(pid, pid);
        return ticks == GONE || processTicks == GONE ? null : new ThreadStart(ticks, processTicks);
    }

    /** Null if the thread has ended. */
    @Nullable
    ThreadLook look(int pid, int tid);

    /** All threads of the process by their numbers; empty if it is gone. */
    default Map<Integer, ThreadLook> looks(int pid) {
        Map<Integer, ThreadLook> looks = new HashMap<>();
        for (int tid : threadsOf(pid)) {
            ThreadLook look = look(pid, tid);
            if (look != null) {
                looks.put(tid, look);
            }
        }
        return looks;
    }

    /** What the threads of the process are doing, apart from {@code tids}. */
    default Siblings siblings(int pid, Set<Integer> tids) {
        Siblings found = Siblings.NONE;
        for (int tid : threadsOf(pid)) {
            ThreadLook look = tids.contains(tid) ? null : look(pid, tid);
            if (look != null && look.runnable()) {
                return Siblings.RUNNABLE;
            }
            found = look == null ? found : Siblings.ASLEEP;
        }
        return found;
    }
}

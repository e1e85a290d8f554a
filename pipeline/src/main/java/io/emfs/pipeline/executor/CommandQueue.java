package io.emfs.pipeline.executor;

import io.emfs.state.Command;
import io.emfs.state.FunctionKey;
import io.emfs.state.QueueChange;
import io.emfs.state.ThreadChange;
import org.jspecify.annotations.Nullable;

/**
 * Commands that wait for the executor, conflated: the newest for each thread with the lateness
 * of those it overtook, and the newest for each function with the processes of all it overtook. Thread-safe.
 */
final class CommandQueue {
    private final Conflation<ThreadId, ThreadChange> threads = new Conflation<>((before, next) -> next.after(before));
    private final Conflation<FunctionKey, QueueChange> functions = new Conflation<>(QueueChange::followedBy);

    /** False if it overtook another. */
    boolean put(Command command) {
        if (command instanceof ThreadChange change) {
            return threads.put(ThreadId.of(change), change);
        }
        QueueChange change = (QueueChange) command;
        return functions.put(change.key(), change);
    }

    @Nullable
    ThreadChange pollThread() {
        return threads.poll();
    }

    @Nullable
    QueueChange pollFunction() {
        return functions.poll();
    }

    /** The next function's, if only one process of it is to be placed; else null. While nobody else polls. */
    @Nullable
    QueueChange pollProcess() {
        return functions.pollIf(QueueChange::concernsOneProcess);
    }

    boolean isEmpty() {
        return threads.isEmpty() && functions.isEmpty();
    }
}

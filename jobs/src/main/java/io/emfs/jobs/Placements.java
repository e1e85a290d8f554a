package io.emfs.jobs;

import io.emfs.pipeline.channel.LocalChannel;
import io.emfs.pipeline.executor.Applied;
import io.emfs.state.ChangeReason;
import io.emfs.state.FunctionKey;
import io.emfs.state.QueueChange;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Which queue each function was given last, to be given again when it was taken away. Thread-safe. */
final class Placements {
    private final LocalChannel channel;
    private final LongSupplier clockNs;
    private final Map<FunctionKey, Integer> queues = new ConcurrentHashMap<>();

    /**
     * Nothing has been given yet.
     *
     * @param clockNs epoch ns
     */
    Placements(LocalChannel channel, LongSupplier clockNs) {
        this.channel = channel;
        this.clockNs = clockNs;
    }

    void note(Applied applied) {
        queues.put(applied.change().key(), applied.change().to());
    }

    /** Sends each function where it was, by the way of the job's own commands. */
    void repeat() {
        queues.forEach((key, queue) ->
                channel.emit(new QueueChange(key, queue, queue, ChangeReason.INSTANCE, clockNs.getAsLong(), 0, 0)));
    }
}

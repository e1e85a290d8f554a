package io.emfs.jobs;

import io.emfs.pipeline.channel.LocalChannel;
import io.emfs.pipeline.executor.Applied;
import io.emfs.pipeline.executor.Effect;
import io.emfs.state.ChangeReason;
import io.emfs.state.FunctionKey;
import io.emfs.state.QueueChange;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Which queue each function was given last, to be given again when it was taken away. Thread-safe. */
final class Placements {
    private final LocalChannel channel;
    private final LongSupplier clockNs;
    private final Map<FunctionKey, QueueChange> changes = new ConcurrentHashMap<>();

    /**
     * Nothing has been given yet.
     *
     * @param clockNs epoch ns
     */
    Placements(LocalChannel channel, LongSupplier clockNs) {
        this.channel = channel;
        this.clockNs = clockNs;
    }

    void note(Effect effect) {
        if (effect instanceof Applied applied) {
            changes.put(effect.key(), applied.change());
        }
    }

    /** Empty if the function was given none. */
    Optional<QueueChange> of(FunctionKey key) {
        return Optional.ofNullable(changes.get(key));
    }

    /** Nothing is given any more. */
    void forget() {
        changes.clear();
    }

    /** Sends each function where it was, by the way of the job's own commands. */
    void repeat() {
        changes.forEach((key, change) -> channel.emit(new QueueChange(
                        key, change.to(), change.to(), ChangeReason.INSTANCE, clockNs.getAsLong(), 0, change.boundNs())
                .ranked(change.rank(), change.demandNs())));
    }
}

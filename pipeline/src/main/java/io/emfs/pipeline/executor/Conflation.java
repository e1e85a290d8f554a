package io.emfs.pipeline.executor;

import io.emfs.state.FunctionKey;
import io.emfs.state.QueueChange;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Holds at most one change per function, the newest, for the processes of all it overtook. Whoever puts the first one passes the function on as a token;
 * whoever receives the token takes whatever is the newest by then. Thread-safe, lock-free per function.
 */
final class Conflation {
    private final ConcurrentMap<FunctionKey, QueueChange> pending = new ConcurrentHashMap<>();

    /** True if the function had none pending: its token must be passed on. */
    boolean put(QueueChange change) {
        AtomicBoolean first = new AtomicBoolean();
        pending.compute(change.key(), (key, before) -> {
            first.set(before == null);
            return before == null ? change : before.followedBy(change);
        });
        return first.get();
    }

    /** Takes the change that a token stands for. */
    QueueChange take(FunctionKey token) {
        return Objects.requireNonNull(pending.remove(token), "token without a change");
    }
}

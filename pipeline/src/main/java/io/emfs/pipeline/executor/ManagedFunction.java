package io.emfs.pipeline.executor;

import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.config.PolicyConfig.Mode;
import io.emfs.state.FunctionKey;
import io.emfs.state.QueueChange;
import io.emfs.state.ThreadChange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where one function's threads are to be: its place, and those of threads that deviate from it. What a thread's place is
 * follows from the newest commands alone, whatever their order. One caller at a time: within the executor's turn.
 */
final class ManagedFunction {
    private final FunctionKey key;
    private final Modes modes;
    private final Given given = new Given();
    private final Map<Integer, Deviation> deviations = new HashMap<>();
    private Mode mode;
    private Place place = Place.NONE;
    private int refusedPid;
    private boolean heirsAstray;

    ManagedFunction(FunctionKey key, Modes modes) {
        this.key = key;
        this.modes = modes;
        this.mode = modes.preferred();
    }

    FunctionKey key() {
        return key;
    }

    Mode mode() {
        return mode;
    }

    Given given() {
        return given;
    }

    boolean isPlaced() {
        return !place.isNone();
    }

    void place(QueueChange change) {
        Place next = Place.of(change);
        modes.levels(mode).target(next); // there is such a queue
        place = next;
    }

    /** Where the thread of that number is to be; {@link #forget} those that are others by now. */
    ThreadPolicy targetOf(int tid) {
        QueueLevels levels = modes.levels(mode);
        Deviation deviation = deviations.get(tid);
        ThreadPolicy target = deviation == null ? levels.target(place) : deviation.target(levels, place);
        given.add(target);
        return target;
    }

    void deviate(ThreadChange change) {
        ThreadId thread = ThreadId.of(change);
        put(deviationOf(thread).changed(change));
    }

    void boost(ThreadId thread, boolean now) {
        put(deviationOf(thread).boosted(now));
    }

    void lift(ThreadId thread, boolean now) {
        put(deviationOf(thread).lifted(now));
    }

    private Deviation deviationOf(ThreadId thread) {
        Deviation known = deviations.get(thread.tid());
        return known != null && known.thread().equals(thread) ? known : Deviation.none(thread);
    }

    private void put(Deviation deviation) {
        if (deviation.isNone()) {
            deviations.remove(deviation.thread().tid());
        } else {
            deviations.put(deviation.thread().tid(), deviation);
            heirsAstray = true;
        }
    }

    @Nullable
    Deviation deviation(int tid) {
        return deviations.get(tid);
    }

    List<Deviation> deviations() {
        return List.copyOf(deviations.values());
    }

    void forget(int tid) {
        deviations.remove(tid);
    }

    /** Whether threads may have been born at the place of one that deviated, since this was asked last. */
    boolean takeHeirsAstray() {
        boolean astray = heirsAstray;
        heirsAstray = !deviations.isEmpty();
        return astray;
    }

    /** Whether a refusal of real time is to be answered with a place in SCHED_OTHER. */
    boolean mayFallBack() {
        return mode == Mode.RT && modes.fallsBack();
    }

    /** The kernel refused real time for the process {@code pid}. */
    void fallBack(int pid) {
        mode = Mode.FAIR;
        refusedPid = pid;
    }

    boolean hasFallenBack() {
        return mode == Mode.FAIR && modes.fallsBack();
    }

    /** Puts it back to real time; returns the process that was refused last. */
    int retryRealTime() {
        mode = Mode.RT;
        return refusedPid;
    }
}

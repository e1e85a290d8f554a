package io.emfs.jobs.replay;

import io.emfs.config.EmfsConfig;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionReport;
import io.emfs.state.NodeEvent;
import io.emfs.state.QueueChange;
import io.emfs.state.recording.RecordingReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sums up a replay while it runs, from the two task threads of its job; {@link #result} is for after its end. */
public final class ReplayTally {
    private static final double NS_PER_S = 1e9;
    private static final long NONE = Long.MIN_VALUE;

    private final EmfsConfig config;
    private final Consumer<ReplayedChange> listener;
    private final ConcurrentMap<FunctionKey, FunctionTally> functions = new ConcurrentHashMap<>();
    private final List<ReplayedChange> changes = new ArrayList<>();
    private volatile long firstNs = NONE;
    private volatile @Nullable RuntimeException failure;
    private long lastNs;

    /** {@code listener} is told of each change as it happens, on a task thread. */
    public ReplayTally(EmfsConfig config, Consumer<ReplayedChange> listener) {
        this.config = config;
        this.listener = listener;
    }

    /** The events, each counted as it is taken; what makes them fail is kept for {@link #failure}. */
    public Iterator<NodeEvent> counting(Iterator<NodeEvent> events) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return orKeepFailure(events::hasNext);
            }

            @Override
            public NodeEvent next() {
                NodeEvent event = orKeepFailure(events::next);
                count(event);
                return event;
            }
        };
    }

    private <T> T orKeepFailure(Supplier<T> read) {
        try {
            return read.get();
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    /** What ended the events before their end: a job that fails by it may name another reason, that of its coordinator. */
    public Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    private void count(NodeEvent event) {
        if (firstNs == NONE) {
            firstNs = event.timestampNs();
            lastNs = firstNs;
        }
        lastNs = Math.max(lastNs, event.timestampNs());
        tally(event.key()).count(event);
    }

    /** A further process of a function gets the function's queue: that is no change. */
    public void count(QueueChange change) {
        tally(change.key()).count(change);
        if (change.from() != change.to()) {
            ReplayedChange replayed =
                    ReplayedChange.of(change, firstNs, config.sloOf(change.key().function()));
            changes.add(replayed);
            listener.accept(replayed);
        }
    }

    public void count(FunctionReport report) {
        if (report.summary().window().equals(config.policy().percentileWindow())) {
            tally(report.summary().key()).count(report);
        }
    }

    /** Of a recording that was read to its end. */
    public ReplayResult result(RecordingReader recording) {
        double seconds = firstNs == NONE ? 0 : (lastNs - firstNs) / NS_PER_S;
        return new ReplayResult(
                recording.header().node(),
                seconds,
                recording.end(),
                changes,
                functions.entrySet().stream()
                        .sorted(Comparator.comparing(entry -> entry.getKey().function()))
                        .map(entry -> entry.getValue().sum(seconds))
                        .toList());
    }

    private FunctionTally tally(FunctionKey key) {
        return functions.computeIfAbsent(
                key, each -> new FunctionTally(each.function(), config.sloOf(each.function())));
    }
}

package io.emfs.jobs.replay;

import io.emfs.operators.EventTime;
import io.emfs.pipeline.source.split.NodeSplit;
import io.emfs.state.NodeEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/**
 * Hands a recording to the job in the order of its own time, on the task thread: before an event, the windows that ended
 * before it close, one end after the other. No clock takes part, so that the job says the same each time.
 *
 * <p>Windows and process events reach the policy by two ways, which race. So before windows may close, the policy must have
 * taken the process events that came earlier: a watermark that closes nothing goes first, and the sinks tell when it came
 * through. Before a process event, the windows that were closed must have come through likewise.
 */
final class ReplayReader implements SourceReader<NodeEvent, NodeSplit> {
    private static final int BATCH = 256;
    private static final CompletableFuture<Void> NOW = CompletableFuture.completedFuture(null);

    /** How much later than a younger event an event may come: as for the agent, CPUs reached the ring out of order. */
    private static final long OUT_OF_ORDERNESS_MS = 1;

    private static final long NONE = Long.MIN_VALUE;

    private CompletableFuture<Void> available = new CompletableFuture<>();
    private final List<NodeSplit> splits = new ArrayList<>();
    private @Nullable ReplayChannel channel;
    private @Nullable NodeEvent next;
    private long newestMs = NONE;
    private long watermarkMs = NONE;
    private boolean processEventsUnderWay;
    private boolean windowsUnderWay;

    @Override
    public void start() {}

    @Override
    public void addSplits(List<NodeSplit> added) {
        splits.addAll(added);
        channel = ReplayChannels.get(added.get(0).node());
        available.complete(null);
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public InputStatus pollNext(ReaderOutput<NodeEvent> output) {
        ReplayChannel current = channel;
        if (current == null) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        for (int i = 0; i < BATCH; i++) {
            if (next == null && !current.events().hasNext()) {
                return finish(current, output);
            }
            next = next == null ? current.events().next() : next;
            if (!isDue(next, current) || !makeWay(next, current, output)) {
                return InputStatus.NOTHING_AVAILABLE;
            }
            output.collect(next, EventTime.timestampMs(next));
            processEventsUnderWay |= !next.ofRequests();
            next = null;
        }
        return InputStatus.MORE_AVAILABLE;
    }

    private boolean isDue(NodeEvent event, ReplayChannel current) {
        long waitNs = current.pace().waitNs(event.timestampNs(), System.nanoTime());
        available = waitNs > 0 ? Pace.after(waitNs) : NOW;
        return waitNs <= 0;
    }

    /** False if the event has to wait for the job. */
    private boolean makeWay(NodeEvent event, ReplayChannel current, ReaderOutput<NodeEvent> output) {
        long timestampMs = EventTime.timestampMs(event);
        newestMs = Math.max(newestMs, timestampMs);
        long overMs = newestMs - OUT_OF_ORDERNESS_MS - 1;
        if (watermarkMs == NONE) {
            advance(overMs, output); // nothing ends before the first event
        }
        return close(overMs, current, output) && (event.ofRequests() || windowsAreThrough(current));
    }

    private InputStatus finish(ReplayChannel current, ReaderOutput<NodeEvent> output) {
        boolean over = newestMs == NONE || close(current.ends().lastFor(newestMs), current, output);
        return over ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
    }

    /** Closes the windows that end up to there; false if it has to wait for the job and be called again. */
    private boolean close(long uptoMs, ReplayChannel current, ReaderOutput<NodeEvent> output) {
        for (long endMs = current.ends().next(watermarkMs);
                endMs <= uptoMs;
                endMs = current.ends().next(endMs)) {
            if (processEventsUnderWay && !processEventsAreThrough(endMs - 1, current, output)) {
                return false;
            }
            advance(endMs, output);
            windowsUnderWay = true;
        }
        return true;
    }

    private boolean processEventsAreThrough(long quietMs, ReplayChannel current, ReaderOutput<NodeEvent> output) {
        if (watermarkMs < quietMs) {
            advance(quietMs, output);
        }
        available = current.whenReached(quietMs);
        processEventsUnderWay = !available.isDone();
        return available.isDone();
    }

    private boolean windowsAreThrough(ReplayChannel current) {
        if (windowsUnderWay) {
            available = current.whenReached(watermarkMs);
            windowsUnderWay = !available.isDone();
        }
        return !windowsUnderWay;
    }

    private void advance(long toMs, ReaderOutput<NodeEvent> output) {
        watermarkMs = toMs;
        output.emitWatermark(new Watermark(toMs));
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public List<NodeSplit> snapshotState(long checkpointId) {
        return List.copyOf(splits);
    }

    @Override
    public void close() {}
}

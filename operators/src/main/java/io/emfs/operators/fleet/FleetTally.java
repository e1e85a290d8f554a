package io.emfs.operators.fleet;

import io.emfs.config.Slo;
import io.emfs.state.LatencySketch;
import io.emfs.state.WindowSummary;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what the nodes of a subtask have seen of each function, for every end of one of the configured windows, and sends
 * it to the coordinator. Nodes close the same window at different moments: an end is kept open for a slide and
 * {@link #GRACE_MS} after its first node, or after the end itself if that is later. What comes after that, or from a node
 * whose clock is ahead by as much, is counted and left out. On the task thread.
 */
public final class FleetTally {
    /** Covers what a silent node's time lags behind, and differences between clocks. */
    static final long GRACE_MS = 500;

    /** A subtask sends so many functions at most. */
    static final int MOST_FUNCTIONS = 10_000;

    /** Where events are faster than the clock, ends are not kept open for longer than it takes so many to come. */
    static final int MOST_OPEN = 16;

    private final Consumer<OperatorEvent> coordinator;
    private final ProcessingTimeService clock;
    private final boolean followsTheClock;
    private final int mostFunctions;
    private final NavigableMap<Long, OpenEnd> open = new TreeMap<>();
    private FleetWindow window;
    private long sentMs = Long.MIN_VALUE;
    private long strays;

    /** @param followsTheClock whether event time is that of {@code clock}, as far as clocks of nodes agree */
    public FleetTally(
            FleetWindow window,
            Consumer<OperatorEvent> coordinator,
            ProcessingTimeService clock,
            boolean followsTheClock) {
        this(window, coordinator, clock, followsTheClock, MOST_FUNCTIONS);
    }

    FleetTally(
            FleetWindow window,
            Consumer<OperatorEvent> coordinator,
            ProcessingTimeService clock,
            boolean followsTheClock,
            int mostFunctions) {
        this.window = window;
        this.coordinator = coordinator;
        this.clock = clock;
        this.followsTheClock = followsTheClock;
        this.mostFunctions = mostFunctions;
    }

    /** From now on this window is the one; of another one, what was not sent yet is dropped. */
    public void follow(FleetWindow next) {
        if (!next.equals(window)) {
            window = next;
            open.clear();
            sentMs = Long.MIN_VALUE;
            strays = 0;
        }
    }

    /** Whether that is the window to be added up. */
    public boolean covers(String windowName) {
        return window.name().equals(windowName);
    }

    /**
     * A window of a function on one node has closed, also if it saw nothing; takes ownership of {@code latency} if it saw
     * something.
     */
    public void add(WindowSummary summary, @Nullable Slo slo, LatencySketch latency) {
        long nowMs = clock.getCurrentProcessingTime();
        if (isStray(summary.endMs(), nowMs)) {
            strays++;
            return;
        }
        OpenEnd end = open.get(summary.endMs());
        if (end == null) {
            end = open(summary.endMs(), nowMs);
        }
        if (latency.count() > 0) {
            end.add(summary.key().function(), summary.missed(), slo, latency);
        }
    }

    private boolean isStray(long endMs, long nowMs) {
        return endMs <= sentMs
                || (open.size() == MOST_OPEN && endMs < open.firstKey())
                || (followsTheClock && endMs - nowMs > keptOpenMs());
    }

    private long keptOpenMs() {
        return window.slideMs() + GRACE_MS;
    }

    private OpenEnd open(long endMs, long nowMs) {
        if (open.size() == MOST_OPEN) {
            sendFirst();
        }
        OpenEnd end = new OpenEnd(mostFunctions);
        open.put(endMs, end);
        long dueMs = (followsTheClock ? Math.max(nowMs, endMs) : nowMs) + keptOpenMs();
        Future<?> unused = clock.registerTimer(dueMs, at -> sendThrough(endMs, end));
        return end;
    }

    /** In their order, and not if it was sent or dropped before its time. */
    private void sendThrough(long endMs, OpenEnd end) {
        if (open.get(endMs) == end) {
            while (sentMs < endMs) {
                sendFirst();
            }
        }
    }

    private void sendFirst() {
        Map.Entry<Long, OpenEnd> first = open.pollFirstEntry();
        sentMs = first.getKey();
        coordinator.accept(first.getValue().toEvent(window, sentMs, strays));
        strays = 0;
    }
}

package io.emfs.operators.window;

import io.emfs.state.FunctionKey;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a subtask, and what moves their time: their events, the clock where a node is silent, and Flink's
 * watermarks, if there are any. A timer is set only while windows of a silent node may end. On the task thread.
 */
final class NodeClocks {
    /** Nodes whose windows end by the clock share timers. */
    private static final long TICK_MS = 10;

    /** Agents need a while to find a job that was restored; what they have kept for it must not be late. */
    private static final long RESTORED_MS = 10_000;

    /** After so long without an event a node without windows is forgotten. */
    private static final long FORGET_MS = 600_000;

    private static final long NEVER = WakeUps.NEVER;

    /** Told that a node's time has moved. */
    @FunctionalInterface
    interface Listener {
        void reached(NodeWindows node) throws Exception;
    }

    private final @Nullable NodeTime time;
    private final ProcessingTimeService clock;
    private final Listener listener;
    private final Map<String, NodeWindows> nodes = new HashMap<>();
    private String lastName = "";
    private @Nullable NodeWindows last;
    private long streamMs = Long.MIN_VALUE;
    private long timerMs = NEVER;
    private boolean delayed;

    /** @param time null: only Flink's watermarks count */
    NodeClocks(@Nullable NodeTime time, ProcessingTimeService clock, Listener listener) {
        this.time = time;
        this.clock = clock;
        this.listener = listener;
    }

    /** The same one again and again, mostly. */
    NodeWindows of(String name) {
        @Nullable NodeWindows node = last;
        if (node == null || !name.equals(lastName)) {
            node = nodes.computeIfAbsent(name, added -> new NodeWindows(streamMs, clock.getCurrentProcessingTime()));
            lastName = name;
            last = node;
        }
        return node;
    }

    /** The function is in keyed state only, and its next window ends then. */
    void restore(FunctionKey function, long endMs) {
        NodeWindows node = nodes.computeIfAbsent(
                function.node(), added -> new NodeWindows(streamMs, clock.getCurrentProcessingTime() + RESTORED_MS));
        node.wakeUps().add(function, endMs);
        node.wakeUps().sleep(function, endMs);
        setTimer(node);
    }

    /** An event of that time has come from the node, and has been treated: windows that it ends do not contain it. */
    void heard(NodeWindows node, long timestampMs) throws Exception {
        if (time != null) {
            node.heard(clock.getCurrentProcessingTime());
            // an equally late one still may come
            reach(node, timestampMs - time.outOfOrdernessMs() - 1);
            setTimer(node);
        }
    }

    /** Flink's watermark is there, which is for all nodes. */
    void reachAll(long watermarkMs) throws Exception {
        streamMs = watermarkMs;
        for (NodeWindows node : nodes.values()) {
            reach(node, watermarkMs);
        }
    }

    private void reach(NodeWindows node, long ms) throws Exception {
        if (node.reach(ms)) {
            listener.reached(node);
        }
    }

    private void setTimer(NodeWindows node) {
        setTimer(dueMs(node));
    }

    /** None if there is one before that: it will lead to this one. */
    private void setTimer(long dueMs) {
        if (dueMs < timerMs) {
            timerMs = dueMs;
            Future<?> unused = clock.registerTimer(dueMs, this::onTimer); // what it throws fails the task
        }
    }

    /** When the clock ends the node's next window, if no event does. */
    private long dueMs(NodeWindows node) {
        if (time == null || !time.followsTheClock() || node.wakeUps().isEmpty()) {
            return NEVER;
        }
        long lastMs = node.wakeUps().nextMs() - 1;
        long dueMs = Math.max(lastMs + time.silentLagMs(), node.heardMs() + time.silenceMs());
        return (dueMs + TICK_MS - 1) / TICK_MS * TICK_MS;
    }

    private void onTimer(long dueMs) throws Exception {
        if (dueMs != timerMs || time == null) {
            return; // another one was set before it
        }
        timerMs = NEVER;
        long nowMs = clock.getCurrentProcessingTime();
        delayed = !delayed && nowMs - dueMs >= time.silenceMs();
        if (delayed) {
            setTimer(nowMs + time.silenceMs()); // this thread did not get its turn: events may be waiting
            return;
        }
        for (Iterator<NodeWindows> each = nodes.values().iterator(); each.hasNext(); ) {
            NodeWindows node = each.next();
            if (dueMs(node) <= nowMs) {
                reach(node, nowMs - time.silentLagMs());
            }
            if (node.wakeUps().isEmpty() && nowMs - node.heardMs() > FORGET_MS) {
                each.remove();
                last = null;
            }
            setTimer(node);
        }
    }
}

package io.emfs.operators.window;

import io.emfs.operators.EventTime;
import io.emfs.state.NodeEvent;

/** One node: what time it is there, and when windows of its functions may end. On the task thread. */
final class NodeWindows {
    private final WakeUps wakeUps = new WakeUps();
    private long reachedMs;
    private long heardMs;
    private long newestEventNs;

    /**
     * @param reachedMs its time
     * @param heardMs processing time that its silence counts from
     */
    NodeWindows(long reachedMs, long heardMs) {
        this.reachedMs = reachedMs;
        this.heardMs = heardMs;
    }

    WakeUps wakeUps() {
        return wakeUps;
    }

    /** No event at or before that millisecond is expected any more. */
    long reachedMs() {
        return reachedMs;
    }

    /** False if it has been reached already. */
    boolean reach(long ms) {
        if (ms <= reachedMs) {
            return false;
        }
        reachedMs = ms;
        return true;
    }

    void heard(long nowMs) {
        heardMs = nowMs;
    }

    long heardMs() {
        return heardMs;
    }

    void counted(NodeEvent event) {
        newestEventNs = Math.max(newestEventNs, event.timestampNs());
    }

    /**
     * What moved its time to where it is, epoch ns: the request that did came here just before, and on a quiet stream it
     * is the clock.
     */
    long reachedByNs() {
        return Math.max(newestEventNs, EventTime.toNs(reachedMs));
    }
}

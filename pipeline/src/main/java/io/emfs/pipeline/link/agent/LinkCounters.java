package io.emfs.pipeline.link.agent;

import java.util.concurrent.atomic.LongAdder;

/** What an agent counts of its link. Thread-safe. */
public final class LinkCounters {
    private final LongAdder framesSent = new LongAdder();
    private final LongAdder framesReceived = new LongAdder();
    private final LongAdder bytesSent = new LongAdder();
    private final LongAdder bytesReceived = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder connections = new LongAdder();
    private final LongAdder refusals = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private volatile long roundTripNs;

    LinkCounters() {}

    void sent(long bytes) {
        framesSent.increment();
        bytesSent.add(bytes);
    }

    void receivedBytes(int bytes) {
        bytesReceived.add(bytes);
    }

    void receivedFrame() {
        framesReceived.increment();
    }

    void dropped() {
        dropped.increment();
    }

    void connected() {
        connections.increment();
    }

    void refused() {
        refusals.increment();
    }

    void repeated() {
        repeated.increment();
    }

    void roundTrip(long ns) {
        roundTripNs = ns;
    }

    public long framesSent() {
        return framesSent.sum();
    }

    public long framesReceived() {
        return framesReceived.sum();
    }

    public long bytesSent() {
        return bytesSent.sum();
    }

    public long bytesReceived() {
        return bytesReceived.sum();
    }

    /** Events that no job took, for none was there. */
    public long droppedCount() {
        return dropped.sum();
    }

    /** Endpoints that let the agent in, each time that they did. */
    public long connectionCount() {
        return connections.sum();
    }

    /** How often an endpoint refused it. */
    public long refusedCount() {
        return refusals.sum();
    }

    /** Commands that came a second time, and were not carried out again. */
    public long repeatedCount() {
        return repeated.sum();
    }

    /** Of the last heartbeat; 0 before the first one. */
    public long roundTripNs() {
        return roundTripNs;
    }
}

package io.emfs.operators;

import io.emfs.state.NodeEvent;

/** Events carry epoch ns, Flink's timestamps are epoch ms. */
public final class EventTime {
    private static final long NS_PER_MS = 1_000_000;

    private EventTime() {}

    /** The Flink timestamp of an event: the millisecond it falls into. */
    public static long timestampMs(NodeEvent event) {
        return Math.floorDiv(event.timestampNs(), NS_PER_MS);
    }

    public static long toNs(long timestampMs) {
        return timestampMs * NS_PER_MS;
    }
}

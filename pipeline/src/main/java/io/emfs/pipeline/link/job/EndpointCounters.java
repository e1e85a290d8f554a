package io.emfs.pipeline.link.job;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What one endpoint counts. Thread-safe. */
public final class EndpointCounters {
    private final Map<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);
    private final LongAdder admitted = new LongAdder();
    private final LongAdder events = new LongAdder();
    private final LongAdder commands = new LongAdder();
    private final LongAdder undelivered = new LongAdder();

    EndpointCounters() {
        for (Refusal refusal : Refusal.values()) {
            refusals.put(refusal, new LongAdder());
        }
    }

    void refused(Refusal refusal) {
        adder(refusal).increment();
    }

    void admitted() {
        admitted.increment();
    }

    void events(int count) {
        events.add(count);
    }

    void commands(int count) {
        commands.add(count);
    }

    void undelivered(long count) {
        undelivered.add(count);
    }

    /** Connections and streams that were ended for this reason. */
    public long refusedFor(Refusal refusal) {
        return adder(refusal).sum();
    }

    /** Those that were ended for any reason. */
    public long refusedCount() {
        return refusals.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Agents let in; one that comes back is counted again. */
    public long admittedCount() {
        return admitted.sum();
    }

    /** Events taken. */
    public long eventCount() {
        return events.sum();
    }

    /** Commands sent; those that are sent again are counted again. */
    public long commandCount() {
        return commands.sum();
    }

    /** Commands and reports for agents that are not there, or that do not keep up. */
    public long undeliveredCount() {
        return undelivered.sum();
    }

    private LongAdder adder(Refusal refusal) {
        LongAdder adder = refusals.get(refusal);
        if (adder == null) {
            throw new IllegalStateException("every refusal has a counter");
        }
        return adder;
    }
}

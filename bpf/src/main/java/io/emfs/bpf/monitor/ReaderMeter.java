package io.emfs.bpf.monitor;

import io.emfs.bpf.ring.EmissionTime;
import io.emfs.bpf.ring.RecordHandler;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;

/**
 * Counts the records that pass and measures how long after its emission the last one of each batch had been handled: one
 * reading of the clock per batch, none per record. Records pass on one thread; the figures may be read on any.
 */
final class ReaderMeter implements RecordHandler {
    private final RecordHandler handler;
    private final LongSupplier monotonicNs;
    private final AtomicLong records = new AtomicLong();
    private final RecentMaximum lagNs = new RecentMaximum();

    ReaderMeter(RecordHandler handler) {
        this(handler, System::nanoTime);
    }

    ReaderMeter(RecordHandler handler, LongSupplier monotonicNs) {
        this.handler = handler;
        this.monotonicNs = monotonicNs;
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length) {
        handler.onRecord(buffer, offset, length);
    }

    @Override
    public void afterBatch(DirectBuffer buffer, int offset, int batch) {
        records.lazySet(records.get() + batch);
        EmissionTime.ofRecord(buffer, offset).ifPresent(emittedNs -> {
            long nowNs = monotonicNs.getAsLong();
            lagNs.record(nowNs, Math.max(0, nowNs - emittedNs));
        });
        handler.afterBatch(buffer, offset, batch);
    }

    long records() {
        return records.get();
    }

    /** The largest lag of the last 15 to 20 s. */
    long recentLagNs() {
        return lagNs.at(monotonicNs.getAsLong());
    }
}

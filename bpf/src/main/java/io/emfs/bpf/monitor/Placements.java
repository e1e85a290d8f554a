package io.emfs.bpf.monitor;

import io.emfs.config.EmfsConfig;
import io.emfs.config.Slo;
import io.emfs.state.FunctionKey;

/** Tells the kernel side in which queue a function's threads are to be accounted. Thread-safe. */
final class Placements implements AutoCloseable {
    private EmfsConfig config;
    private final FunctionIds ids;
    private final FunctionTable functions;
    private boolean closed;

    Placements(EmfsConfig config, FunctionIds ids, FunctionTable functions) {
        this.config = config;
        this.ids = ids;
        this.functions = functions;
    }

    /** A function that is not known yet will be; nothing happens if there is no room for it, or after {@link #close}. */
    synchronized void place(FunctionKey key, int queue, long demandNs) {
        config.queue(queue); // throws if there is none
        if (!key.node().equals(config.node())) {
            throw new IllegalArgumentException("function=" + key + ", must be of node " + config.node());
        }
        if (demandNs < 0) {
            throw new IllegalArgumentException("demandNs=" + demandNs + ", must not be negative");
        }
        if (closed) {
            return;
        }
        ids.idOf(key.function()).ifPresent(id -> {
            Slo slo = config.sloOf(key.function());
            if (slo != null) {
                functions.slo(id, slo.latency().toNanos());
            }
            functions.place(id, queue, demandNs);
        });
    }

    /** Goes by the SLOs of this configuration from now on; its queues are the same. */
    synchronized void follow(EmfsConfig next) {
        config = next;
        if (closed) {
            return;
        }
        for (FunctionKey key : ids.keys()) {
            Slo slo = config.sloOf(key.function());
            ids.idOf(key.function())
                    .ifPresent(id ->
                            functions.slo(id, slo == null ? 0 : slo.latency().toNanos()));
        }
    }

    /** The table is not touched any more. */
    @Override
    public synchronized void close() {
        closed = true;
    }
}

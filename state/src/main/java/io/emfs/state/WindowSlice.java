package io.emfs.state;

/**
 * What one slice of a sliding window saw of one function; slices merge into windows. All values in ns. Mutable, not
 * thread-safe.
 */
public final class WindowSlice {
    private final LatencySketch latency;
    private final LatencySketch queueDelay;
    private final LatencySketch service;

    public WindowSlice() {
        this(new LatencySketch(), new LatencySketch(), new LatencySketch());
    }

    /** Takes ownership of the sketches; all three must have the same count. */
    public WindowSlice(LatencySketch latency, LatencySketch queueDelay, LatencySketch service) {
        if (latency.count() != queueDelay.count() || latency.count() != service.count()) {
            throw new IllegalArgumentException("counts differ: latency=" + latency.count() + ", queueDelay="
                    + queueDelay.count() + ", service=" + service.count());
        }
        this.latency = latency;
        this.queueDelay = queueDelay;
        this.service = service;
    }

    public void add(RequestCompleted request) {
        latency.add(request.latencyNs());
        queueDelay.add(request.queueNs());
        service.add(request.serviceNs());
    }

    /** Adds what {@code other} has seen; {@code other} stays as it is. */
    public void merge(WindowSlice other) {
        latency.merge(other.latency);
        queueDelay.merge(other.queueDelay);
        service.merge(other.service);
    }

    public WindowSlice copy() {
        return new WindowSlice(latency.copy(), queueDelay.copy(), service.copy());
    }

    public long count() {
        return latency.count();
    }

    /** Arrival → first response byte. */
    public LatencySketch latency() {
        return latency;
    }

    /** Arrival → application read. */
    public LatencySketch queueDelay() {
        return queueDelay;
    }

    /** Application read → first response byte. */
    public LatencySketch service() {
        return service;
    }
}

package io.emfs.state;

/**
 * A request got its first response byte.
 *
 * @param arrivalNs epoch ns of the last inbound payload byte
 * @param queueNs arrival → application read
 * @param serviceNs read → first response byte
 * @param tid the thread that read the request
 */
public record RequestCompleted(FunctionKey key, long arrivalNs, long queueNs, long serviceNs, int tid)
        implements NodeEvent {

    /** Time to first byte: arrival → first response byte, ns. */
    public long latencyNs() {
        return queueNs + serviceNs;
    }

    @Override
    public long timestampNs() {
        return arrivalNs + latencyNs();
    }
}

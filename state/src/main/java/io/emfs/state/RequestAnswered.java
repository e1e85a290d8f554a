package io.emfs.state;

/**
 * A request got its first response byte.
 *
 * @param arrivalNs epoch ns of the last inbound payload byte
 * @param queueNs arrival → application read
 * @param serviceNs read → first response byte
 * @param tid the thread that read the request
 * @param inFlight this one, and the function's requests that waited for an answer on this node when it was told of
 * @param digested whether a {@link RequestDigest} counts it too: then it is here as an example, not as a sample
 */
public record RequestAnswered(
        FunctionKey key, long arrivalNs, long queueNs, long serviceNs, int tid, int inFlight, boolean digested)
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

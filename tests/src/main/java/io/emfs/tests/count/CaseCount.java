package io.emfs.tests.count;

/**
 * What became of the requests of one case.
 *
 * @param sent by the client
 * @param answered as the client saw it
 * @param seen answers that the monitor reported, one by one or in a digest
 * @param completed requests that the monitor reported with their last byte
 */
public record CaseCount(RequestCase requests, long sent, long answered, long seen, long completed) {
    /** Whether all that were to be sent were sent, answered, and seen once, to their last byte. */
    public boolean equal() {
        return sent == requests.requests() && answered == sent && seen == sent && completed == sent;
    }
}

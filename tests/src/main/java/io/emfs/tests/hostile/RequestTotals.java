package io.emfs.tests.hostile;

/**
 * What became of all requests that the kernel side has seen arrive, over all functions.
 *
 * @param unanswered whose connection ended first
 * @param unsupported that a protocol hides which cannot be told into requests
 * @param inFlight that wait for an answer at this moment
 */
public record RequestTotals(long arrivals, long answered, long unanswered, long unsupported, long inFlight) {
    RequestTotals plus(long moreArrivals, long moreAnswered, long moreUnanswered, long moreUnsupported) {
        return new RequestTotals(
                arrivals + moreArrivals,
                answered + moreAnswered,
                unanswered + moreUnanswered,
                unsupported + moreUnsupported,
                inFlight);
    }

    /** Whether every request is accounted for once. */
    public boolean reconciled() {
        return arrivals == answered + unanswered + unsupported + inFlight;
    }
}

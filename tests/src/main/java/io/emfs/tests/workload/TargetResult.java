package io.emfs.tests.workload;

import java.util.List;

/**
 * What became of the requests to one target after the warm-up.
 *
 * @param requests the answered ones, in the order of their answers
 * @param sent answered or not
 * @param refused not sent, because too many were unanswered
 */
public record TargetResult(List<CompletedRequest> requests, long sent, long refused) {
    public TargetResult {
        requests = List.copyOf(requests);
    }

    public long completed() {
        return requests.size();
    }

    /** Failed, or not answered before the end of the drain. */
    public long errors() {
        return sent - completed();
    }

    public LatencyStatistics latency() {
        return LatencyStatistics.ofNs(requests.stream().mapToLong(CompletedRequest::latencyNs));
    }

    public LatencyStatistics response() {
        return LatencyStatistics.ofNs(requests.stream().mapToLong(CompletedRequest::responseNs));
    }
}

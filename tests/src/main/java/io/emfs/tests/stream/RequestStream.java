package io.emfs.tests.stream;

import io.emfs.jobs.GeneratedJob;
import io.emfs.state.FunctionKey;
import io.emfs.state.NodeEvent;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Functions that take turns at requests, each at its rate of event time; a request makes two events, its answer and its
 * completion. A source is one thread.
 */
record RequestStream(Functions functions, int perSecond, long startNs, long seed) implements GeneratedJob.Generator {
    private static final ThreadLocal<@Nullable SyntheticRequests> REQUESTS = new ThreadLocal<>();

    @Override
    public NodeEvent event(int source, long index) {
        SyntheticRequests requests = requests(source);
        long request = index / 2;
        FunctionKey key = requests.key((int) (request % functions.ofSource()));
        long timestampNs =
                startNs + request * (TimeUnit.SECONDS.toNanos(1) / ((long) functions.ofSource() * perSecond));
        return index % 2 == 0
                ? requests.answered(key, request, timestampNs)
                : requests.completed(key, request, timestampNs);
    }

    /** They do not travel. */
    private SyntheticRequests requests(int source) {
        SyntheticRequests requests = REQUESTS.get();
        if (requests == null) {
            requests = new SyntheticRequests(functions, source, seed);
            REQUESTS.set(requests);
        }
        return requests;
    }
}

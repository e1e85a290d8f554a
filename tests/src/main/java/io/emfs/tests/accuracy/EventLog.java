package io.emfs.tests.accuracy;

import io.emfs.bpf.monitor.NodeEventListener;
import io.emfs.bpf.monitor.RequestMonitor;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestCompleted;
import io.emfs.state.RequestDigest;
import io.emfs.state.WindowSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps what the monitor reports of one function, one by one and as one window. Thread-safe. */
final class EventLog implements NodeEventListener {
    /** Longer than the interval at which digests are flushed. */
    private static final Duration QUIET = Duration.ofMillis(400);

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int POLL_MS = 20;

    private final String function;
    private final List<RequestAnswered> answered = new ArrayList<>();
    private final List<RequestCompleted> completed = new ArrayList<>();
    private final WindowSlice window = new WindowSlice();
    private long newestNs = System.nanoTime();

    EventLog(String function) {
        this.function = function;
    }

    @Override
    public synchronized void onEvent(NodeEvent event) {
        if (!event.key().function().equals(function)) {
            return; // another one that runs on this machine and was discovered
        }
        if (event instanceof RequestAnswered request) {
            answered.add(request);
            if (!request.digested()) {
                window.add(request);
            }
        } else if (event instanceof RequestCompleted request) {
            completed.add(request);
            window.add(request);
        } else if (event instanceof RequestDigest digest && !digest.requests().isEmpty()) {
            window.merge(digest.requests());
        } else {
            return;
        }
        newestNs = System.nanoTime();
    }

    /**
     * Blocks until nothing has been reported for a while. What the monitor has not taken from its ring does not count
     * as nothing: on a busy machine it may still look for running functions when all requests are through.
     */
    void awaitQuiet(RequestMonitor monitor) throws InterruptedException {
        long beginNs = System.nanoTime(), quietSinceNs = beginNs;
        while (System.nanoTime() - beginNs < LIMIT.toNanos()) {
            quietSinceNs = monitor.ringFillBytes() > 0 ? System.nanoTime() : Math.max(quietSinceNs, newestNs());
            if (System.nanoTime() - quietSinceNs >= QUIET.toNanos()) {
                return;
            }
            Thread.sleep(POLL_MS);
        }
    }

    synchronized List<RequestAnswered> answered() {
        return List.copyOf(answered);
    }

    synchronized List<RequestCompleted> completed() {
        return List.copyOf(completed);
    }

    synchronized WindowSlice window() {
        return window.copy();
    }

    private synchronized long newestNs() {
        return newestNs;
    }
}

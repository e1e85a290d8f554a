package io.emfs.tests.count;

import io.emfs.bpf.monitor.NodeEventListener;
import io.emfs.state.FunctionKey;
import io.emfs.state.NodeEvent;
import io.emfs.state.Quantity;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestCompleted;
import io.emfs.state.RequestDigest;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the requests of one function among the monitor's events. Written by the monitor's thread, read by any. */
final class AnswerCounter implements NodeEventListener {
    private final FunctionKey function;
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong completions = new AtomicLong();

    AnswerCounter(FunctionKey function) {
        this.function = function;
    }

    @Override
    public void onEvent(NodeEvent event) {
        if (!event.key().equals(function)) {
            return;
        }
        if (event instanceof RequestAnswered) {
            answers.incrementAndGet();
        } else if (event instanceof RequestCompleted) {
            completions.incrementAndGet();
        } else if (event instanceof RequestDigest digest) {
            answers.addAndGet(digest.requests().count());
            completions.addAndGet(digest.requests().of(Quantity.DURATION).count());
        }
    }

    long answers() {
        return answers.get();
    }

    long completions() {
        return completions.get();
    }
}

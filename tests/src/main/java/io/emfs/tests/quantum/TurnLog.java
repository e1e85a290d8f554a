package io.emfs.tests.quantum;

import io.emfs.bpf.monitor.NodeEventListener;
import io.emfs.state.NodeEvent;
import io.emfs.state.ThreadCause;
import io.emfs.state.ThreadEvent;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** What the monitor tells of turns. Thread-safe. */
final class TurnLog implements NodeEventListener {
    private final Queue<ThreadEvent> events = new ConcurrentLinkedQueue<>();

    @Override
    public void onEvent(NodeEvent event) {
        if (event instanceof ThreadEvent turn) {
            events.add(turn);
        }
    }

    /** What a request had used beyond its quanta when each of them ended. */
    List<Long> overshootsNs(List<Long> quantaNs) {
        return events.stream()
                .filter(turn -> turn.cause() == ThreadCause.QUANTUM_EXPIRED)
                .map(turn -> turn.onCpuNs()
                        - quantaNs.stream()
                                .limit(turn.drops())
                                .mapToLong(Long::longValue)
                                .sum())
                .toList();
    }

    int ended() {
        return (int) events.stream()
                .filter(turn -> turn.cause() == ThreadCause.REQUEST_ENDED)
                .count();
    }

    /** CPU time of each thread's requests, in their order. */
    Map<Integer, List<Long>> onCpuNs() {
        return events.stream()
                .filter(turn -> turn.cause() == ThreadCause.REQUEST_ENDED)
                .collect(Collectors.groupingBy(
                        ThreadEvent::tid, Collectors.mapping(ThreadEvent::onCpuNs, Collectors.toList())));
    }
}

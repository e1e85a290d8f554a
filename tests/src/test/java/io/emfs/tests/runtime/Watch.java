package io.emfs.tests.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.monitor.EpochClock;
import io.emfs.bpf.monitor.KernelCounter;
import io.emfs.bpf.monitor.ProcessTable;
import io.emfs.bpf.monitor.RequestMonitor;
import io.emfs.bpf.proc.ProcFs;
import io.emfs.config.ConfigLoader;
import io.emfs.state.FunctionKey;
import io.emfs.state.InstanceExited;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestAnswered;
import io.emfs.tests.Await;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A monitor of this node with the events that it has seen. */
final class Watch implements AutoCloseable {
    private static final String NODE = "here";

    private final Queue<NodeEvent> events = new ConcurrentLinkedQueue<>();
    private final ProcFs proc = new ProcFs();
    private final RequestMonitor monitor;

    /** Declares functions in YAML, {@code {name: …, match: …}} each. */
    Watch(String... functions) {
        String yaml = "node: " + NODE + "\nfunctions: [" + String.join(", ", functions) + "]\n";
        monitor = RequestMonitor.start(
                ConfigLoader.parse("test", yaml, List.of()).config(),
                new ProcessTable(),
                new EpochClock(),
                events::add);
    }

    RequestMonitor monitor() {
        return monitor;
    }

    /** Of this function alone: others may be at work on the machine. */
    List<RequestAnswered> requestsOf(String function) {
        return events.stream()
                .filter(RequestAnswered.class::isInstance)
                .map(RequestAnswered.class::cast)
                .filter(request -> request.key().function().equals(function))
                .toList();
    }

    Set<Integer> exited() {
        return events.stream()
                .filter(InstanceExited.class::isInstance)
                .map(event -> ((InstanceExited) event).pid())
                .collect(Collectors.toSet());
    }

    Set<Integer> pidsOf(String function) {
        return Arrays.stream(monitor.processes().pidsOf(new FunctionKey(NODE, function)))
                .boxed()
                .collect(Collectors.toSet());
    }

    /** Waits until the function's processes are these, no fewer and no more. */
    void awaitProcesses(String function, Supplier<Set<Integer>> pids) throws InterruptedException {
        Await.until("processes of " + function, () -> pidsOf(function).equals(pids.get()));
    }

    /** Where user space matches, a process may be known before its port is: requests count from then on. */
    void awaitListeners(int ports) throws InterruptedException {
        Await.until(ports + " ports", () -> monitor.listeners() >= ports);
    }

    /** Waits for the function's requests, and then finds that there are no more. */
    void awaitExactly(String function, int times) throws InterruptedException {
        try {
            Await.until(
                    times + " requests of " + function,
                    () -> requestsOf(function).size() >= times);
        } catch (AssertionError late) {
            throw new AssertionError(
                    late.getMessage() + ", but " + requestsOf(function).size() + "; in the kernel " + monitor.totals()
                            + ", " + monitor.statistics().counters(),
                    late);
        }
        assertThat(requestsOf(function)).hasSize(times);
        assertThat(monitor.counter(KernelCounter.DROPPED_ANSWERS)).isZero();
    }

    /** The threads that served the function are the processes'. */
    void assertServedBy(String function, Set<Integer> pids) {
        Set<Integer> threads = pids.stream()
                .flatMap(pid -> Arrays.stream(proc.threads(pid)).boxed())
                .collect(Collectors.toSet());
        assertThat(requestsOf(function))
                .isNotEmpty()
                .allMatch(request -> threads.contains(request.tid()), "a thread of " + pids);
    }

    @Override
    public void close() {
        monitor.close();
    }
}

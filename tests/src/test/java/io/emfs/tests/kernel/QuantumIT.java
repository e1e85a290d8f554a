package io.emfs.tests.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.monitor.EpochClock;
import io.emfs.bpf.monitor.KernelCounter;
import io.emfs.bpf.monitor.ProcessTable;
import io.emfs.bpf.monitor.RequestMonitor;
import io.emfs.config.ConfigLoader;
import io.emfs.state.FunctionKey;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestAnswered;
import io.emfs.state.ThreadCause;
import io.emfs.state.ThreadEvent;
import io.emfs.tests.Await;
import io.emfs.tests.FreePorts;
import io.emfs.tests.quantum.TurnClient;
import io.emfs.tests.quantum.TurnServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Turns of real threads: each quantum that they use up within a request is one event, and so is the end of it. */
@RequiresKernel
@Timeout(60)
class QuantumIT {
    private static final FunctionKey F = new FunctionKey("here", "f");
    private static final int CORE = Runtime.getRuntime().availableProcessors() - 1;
    private static final long NS_PER_MS = 1_000_000;

    /** Quanta of 20, 40 and 80 ms, and a last queue. */
    private static final String QUEUES = "queues: [{quantum: 20ms, policy: rr, priorities: 40},"
            + " {quantum: 40ms, policy: rr, priorities: 30}, {quantum: 80ms, policy: rr, priorities: 20},"
            + " {quantum: 160ms, policy: rr, priorities: 10}]\n";

    /** CPU time after which a thread of p1 has used up the quanta of p1, p1 and p2, p1 to p3. */
    private static final int[] USED_UP_MS = {20, 20 + 40, 20 + 40 + 80};

    private final Queue<NodeEvent> events = new ConcurrentLinkedQueue<>();
    private final int port = FreePorts.one();

    @ParameterizedTest
    @EnumSource
    void dropsAThreadForEachQuantumOfARequestAndEndsItOnce(TurnServer.Mode mode) throws Exception {
        try (RequestMonitor monitor = monitor("late: keep", "none");
                TurnServer server = TurnServer.start(mode, port, CORE)) {
            monitor.place(F, 1, 0);
            List<TurnClient.Answer> answers = new ArrayList<>();
            for (String work : List.of("100", "1", "30", "1", "200", "1")) {
                try (TurnClient client = server.connect()) {
                    answers.add(client.get(work));
                }
            }

            awaitAnswers(answers.size());
            List<List<ThreadEvent>> requests = turnsByRequest();
            assertThat(requests).hasSize(3);
            assertEndsAfterItsQuanta(requests.get(0), 100, answers.get(0));
            assertEndsAfterItsQuanta(requests.get(1), 30, answers.get(2));
            assertEndsAfterItsQuanta(requests.get(2), 200, answers.get(4));
            assertThat(turns()).allMatch(turn -> turn.key().equals(F));
            assertThat(turns()).allMatch(turn -> mode == TurnServer.Mode.PROCESSES || turn.pid() == server.pid());
            assertThat(monitor.counter(KernelCounter.DROPPED_THREADS)).isZero();
            assertThat(monitor.counter(KernelCounter.TURNS_FULL)).isZero();
        }
    }

    /**
     * Each quantum once, then the end. A request may take more CPU time than its work, where the machine under it stands still:
     * it has used up at least the quanta of its work, and no more than those of the CPU time that was counted.
     */
    private static void assertEndsAfterItsQuanta(List<ThreadEvent> turns, int workMs, TurnClient.Answer answer) {
        int drops = turns.size() - 1;
        ThreadEvent end = turns.get(drops);
        assertThat(turns).extracting(ThreadEvent::tid).containsOnly(answer.tid());
        assertThat(end.cause()).isEqualTo(ThreadCause.REQUEST_ENDED);
        assertThat(end.drops()).isEqualTo(drops).isBetween(quantaIn(workMs), quantaIn(end.onCpuNs() / NS_PER_MS));
        assertThat(end.onCpuNs()).isGreaterThanOrEqualTo(workMs * NS_PER_MS);
        for (int drop = 1; drop <= drops; drop++) {
            ThreadEvent turn = turns.get(drop - 1);
            assertThat(turn.cause()).isEqualTo(ThreadCause.QUANTUM_EXPIRED);
            assertThat(turn.drops()).isEqualTo(drop);
            assertThat(turn.onCpuNs()).isBetween(USED_UP_MS[drop - 1] * NS_PER_MS, end.onCpuNs());
        }
    }

    /** Quanta used up after so much CPU time, from p1 on. */
    private static int quantaIn(long onCpuMs) {
        return (int) Arrays.stream(USED_UP_MS).filter(ms -> ms <= onCpuMs).count();
    }

    @Test
    void dropsAKeptAliveConnectionsThreadInEachOfItsRequests() throws Exception {
        try (RequestMonitor monitor = monitor("late: keep", "none");
                TurnServer server = TurnServer.start(TurnServer.Mode.THREADS, port, CORE);
                TurnClient client = server.connect()) {
            monitor.place(F, 1, 0);
            client.get("30");
            client.get("30");

            awaitAnswers(2);
            assertThat(summary())
                    .containsExactly("QUANTUM_EXPIRED 1", "REQUEST_ENDED 1", "QUANTUM_EXPIRED 1", "REQUEST_ENDED 1");
        }
    }

    @Test
    void countsFromTheQueueInWhichTheFunctionIs() throws Exception {
        try (RequestMonitor monitor = monitor("late: keep", "none");
                TurnServer server = TurnServer.start(TurnServer.Mode.LOOP, port, CORE);
                TurnClient client = server.connect()) {
            client.get("30"); // not placed
            monitor.place(F, 3, 0);
            client.get("60");
            client.get("100");
            monitor.place(F, 4, 0);
            client.get("200"); // the last queue's quantum has no end

            awaitAnswers(4);
            assertThat(summary()).containsExactly("QUANTUM_EXPIRED 1", "REQUEST_ENDED 1");
            assertThat(onCpuMs(ThreadCause.QUANTUM_EXPIRED).get(0)).isGreaterThanOrEqualTo(80);
        }
    }

    @Test
    void returnsAThreadThatDropsWhileItStreamsWithItsLastBytes() throws Exception {
        try (RequestMonitor monitor = monitor("late: keep", "none");
                TurnServer server = TurnServer.start(TurnServer.Mode.THREADS, port, CORE);
                TurnClient client = server.connect()) {
            monitor.place(F, 1, 0);
            client.get("10+30"); // the quantum begins anew with the first bytes
            client.get("10+10");

            awaitAnswers(2);
            assertThat(summary()).containsExactly("QUANTUM_EXPIRED 1", "REQUEST_ENDED 1");
        }
    }

    @Test
    void countsWhatAThreadDoesAfterItsAnswerUntilTheNextRequest() throws Exception {
        try (RequestMonitor monitor = monitor("late: keep", "none");
                TurnServer server = TurnServer.start(TurnServer.Mode.THREADS, port, CORE);
                TurnClient client = server.connect()) {
            monitor.place(F, 1, 0);
            client.get("1-30");
            client.get("1");

            awaitAnswers(2);
            assertThat(summary()).containsExactly("QUANTUM_EXPIRED 1", "REQUEST_ENDED 1");
        }
    }

    @Test
    void returnsAThreadAsSoonAsItWaitsForTheNextRequest() throws Exception {
        try (RequestMonitor monitor = monitor("late: keep", "none");
                TurnServer server = TurnServer.start(TurnServer.Mode.THREADS, port, CORE);
                TurnClient client = server.connect()) {
            monitor.place(F, 1, 0);
            client.get("1-300"); // more than all quanta: long enough for the hook at switches to be attached by its end

            Await.until("returned", () -> turns().size() == 4);
            assertThat(summary())
                    .containsExactly("QUANTUM_EXPIRED 1", "QUANTUM_EXPIRED 2", "QUANTUM_EXPIRED 3", "REQUEST_ENDED 3");
        }
    }

    @Test
    void returnsAThreadThatEndsWithoutAnAnswer() throws Exception {
        try (RequestMonitor monitor = monitor("late: keep", "none");
                TurnServer server = TurnServer.start(TurnServer.Mode.THREADS, port, CORE)) {
            monitor.place(F, 1, 0);
            try (TurnClient client = server.connect()) {
                client.send("50");
                Await.until("dropped", () -> turns().size() == 1);
                client.abort();
            }

            Await.until("ended", () -> turns().size() == 2);
            assertThat(summary()).containsExactly("QUANTUM_EXPIRED 1", "REQUEST_ENDED 1");
        }
    }

    @Test
    void returnsAThreadThatIsStartedOffTheBaseQueue() throws Exception {
        try (RequestMonitor monitor = monitor("late: keep", "none");
                TurnServer server = TurnServer.start(TurnServer.Mode.LOOP, port, CORE);
                TurnClient client = server.connect()) {
            monitor.place(F, 1, 0);
            client.get("5*1");
            int tid = client.get("30*1").tid();

            awaitAnswers(2);
            assertThat(summary()).containsExactly("QUANTUM_EXPIRED 1", "REQUEST_ENDED 0", "REQUEST_ENDED 1");
            assertThat(turns().get(1).tid()).isNotEqualTo(tid);
            assertThat(turns().get(1).pid()).isEqualTo(server.pid());
            assertThat(turns().get(2).tid()).isEqualTo(tid);
        }
    }

    @Test
    void tellsOnceThatARequestIsLate() throws Exception {
        try (RequestMonitor monitor = monitor("quanta: keep", "{percentile: 95, latency: 250ms}");
                TurnServer server = TurnServer.start(TurnServer.Mode.POOL, port, CORE)) {
            monitor.place(F, 2, 0);
            try (TurnClient client = server.connect()) {
                client.get("5");
                client.get("400");
                client.get("5");
            }

            awaitAnswers(3);
            assertThat(summary()).containsExactly("LATE 0", "REQUEST_ENDED 0");
            RequestAnswered late = answers().get(1);
            assertThat(turns().get(0).timestampNs()).isGreaterThan(late.arrivalNs() + 250 * NS_PER_MS);
        }
    }

    @Test
    void knowsThatARequestWillBeLateFromItsDemand() throws Exception {
        try (RequestMonitor monitor = monitor("quanta: keep", "{percentile: 95, latency: 250ms}");
                TurnServer server = TurnServer.start(TurnServer.Mode.THREADS, port, CORE);
                TurnClient client = server.connect()) {
            monitor.place(F, 1, 500 * NS_PER_MS);
            client.get("100");

            awaitAnswers(1);
            assertThat(summary()).containsExactly("LATE 0", "REQUEST_ENDED 0");
            assertThat(turns().get(0).timestampNs()).isLessThan(answers().get(0).arrivalNs() + 100 * NS_PER_MS);
        }
    }

    @Test
    void endsTheQuantaOfALateRequestToo() throws Exception {
        try (RequestMonitor monitor = monitor("quanta: enforce", "{percentile: 95, latency: 100ms}");
                TurnServer server = TurnServer.start(TurnServer.Mode.THREADS, port, CORE);
                TurnClient client = server.connect()) {
            monitor.place(F, 2, 0); // 40 ms, then 80 more, which end after the bound; the last queue has no end
            client.get("400");

            awaitAnswers(1);
            assertThat(summary())
                    .containsExactly("QUANTUM_EXPIRED 1", "LATE 1", "QUANTUM_EXPIRED 2", "REQUEST_ENDED 2");
        }
    }

    @Test
    void accountsNothingWhenNothingIsEnforced() throws Exception {
        try (RequestMonitor monitor = monitor("quanta: keep, late: keep", "{percentile: 95, latency: 50ms}");
                TurnServer server = TurnServer.start(TurnServer.Mode.THREADS, port, CORE);
                TurnClient client = server.connect()) {
            monitor.place(F, 1, 0);
            client.get("100");

            awaitAnswers(1);
            assertThat(turns()).isEmpty();
            assertThat(monitor.hooks())
                    .extracting(status -> status.hook().name())
                    .doesNotContain("TICK", "SWITCH");
        }
    }

    @Test
    void tellsAThreadByItsStart() throws Exception {
        try (RequestMonitor monitor = monitor("late: keep", "none");
                TurnServer server = TurnServer.start(TurnServer.Mode.LOOP, port, CORE);
                TurnClient client = server.connect()) {
            monitor.place(F, 1, 0);
            int tid = client.get("30").tid();

            awaitAnswers(1);
            assertThat(turns()).isNotEmpty().allMatch(turn -> turn.startTicks() == startTicks(server.pid(), tid));
        }
    }

    @Test
    void countsEventsThatFindTheRingFullAndTriesAgain() throws Exception {
        CountDownLatch stalled = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        String yaml = yaml("late: keep", "none") + "monitor: {mode: requests, ring: 64KiB}\n";
        try (RequestMonitor monitor = start(yaml, event -> {
                    events.add(event);
                    if (event instanceof RequestAnswered) {
                        stalled.countDown();
                        awaitUninterruptibly(goOn);
                    }
                });
                TurnServer server = TurnServer.start(TurnServer.Mode.THREADS, port, CORE);
                TurnClient client = server.connect()) {
            monitor.place(F, 1, 0);
            client.get("0");
            stalled.await();
            while (monitor.counter(KernelCounter.DROPPED_ANSWERS) == 0) {
                client.get("0");
            }
            client.send("400");
            Await.until("dropped", () -> monitor.counter(KernelCounter.DROPPED_THREADS) > 0);
            assertThat(turns()).isEmpty();
            goOn.countDown();
            client.receive();

            Await.until("tried again", () -> summary().contains("REQUEST_ENDED 3"));
            assertThat(summary())
                    .containsExactly("QUANTUM_EXPIRED 1", "QUANTUM_EXPIRED 2", "QUANTUM_EXPIRED 3", "REQUEST_ENDED 3");
        }
    }

    private RequestMonitor monitor(String policy, String slo) {
        return start(yaml(policy, slo), events::add);
    }

    private static RequestMonitor start(String yaml, io.emfs.bpf.monitor.NodeEventListener listener) {
        return RequestMonitor.start(
                ConfigLoader.parse("test", yaml, List.of()).config(), new ProcessTable(), new EpochClock(), listener);
    }

    private String yaml(String policy, String slo) {
        return "node: here\n" + QUEUES + "policy: {" + policy + "}\nfunctions: [{name: f, match: {port: " + port
                + "}, slo: " + slo + "}]\n";
    }

    private void awaitAnswers(int count) throws InterruptedException {
        Await.until("answers", () -> answers().size() == count);
    }

    private List<RequestAnswered> answers() {
        return of(RequestAnswered.class);
    }

    private List<ThreadEvent> turns() {
        return of(ThreadEvent.class);
    }

    /** Each ends with the end of its request. */
    private List<List<ThreadEvent>> turnsByRequest() {
        List<List<ThreadEvent>> requests = new ArrayList<>();
        List<ThreadEvent> request = new ArrayList<>();
        for (ThreadEvent turn : turns()) {
            request.add(turn);
            if (turn.cause() == ThreadCause.REQUEST_ENDED) {
                requests.add(request);
                request = new ArrayList<>();
            }
        }
        assertThat(request).as("after the last end").isEmpty();
        return requests;
    }

    private List<String> summary() {
        return turns().stream().map(turn -> turn.cause() + " " + turn.drops()).toList();
    }

    private List<Long> onCpuMs(ThreadCause cause) {
        return turns().stream()
                .filter(turn -> turn.cause() == cause)
                .map(turn -> turn.onCpuNs() / NS_PER_MS)
                .toList();
    }

    private <T extends NodeEvent> List<T> of(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Field 22 of proc(5) stat. */
    private static long startTicks(int pid, int tid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/task/" + tid + "/stat"));
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.emfs.tests.kernel;

import static io.emfs.tests.kernel.ScriptedServer.receive;
import static io.emfs.tests.kernel.ScriptedServer.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.emfs.bpf.libbpf.BpfFeatures;
import io.emfs.bpf.monitor.EpochClock;
import io.emfs.bpf.monitor.KernelCounter;
import io.emfs.bpf.monitor.Peer;
import io.emfs.bpf.monitor.ProcessTable;
import io.emfs.bpf.monitor.RequestMonitor;
import io.emfs.bpf.monitor.RequestTotals;
import io.emfs.config.ConfigLoader;
import io.emfs.state.FunctionKey;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestCompleted;
import io.emfs.tests.Await;
import io.emfs.tests.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the monitor makes of conversations that are more than one request, one read, one answer. */
@RequiresKernel
@Timeout(60)
class ConversationIT {
    private static final FunctionKey F = new FunctionKey("here", "f");
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final long PAUSE_MS = 20;
    private static final long PAUSE_NS = PAUSE_MS * 1_000_000;

    /** The kernel may not have brought a running thread's CPU time up to date since its last tick. */
    private static final long TICK_NS = 10_000_000;

    /** What the JVM's other threads may take on all CPUs meanwhile. */
    private static final long CPU_OF_OTHERS_NS = 1_000_000_000;

    private final Queue<NodeEvent> events = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("NullAway.Init")
    private RequestMonitor monitor;

    @SuppressWarnings("NullAway.Init")
    private ScriptedServer server;

    @BeforeEach
    void start() throws IOException {
        int port = FreePorts.one();
        String yaml = "node: here\nmonitor: {mode: requests, max-peers: 10}\nfunctions: [{name: f, match: {port: "
                + port + "}}]\n";
        monitor = RequestMonitor.start(
                ConfigLoader.parse("test", yaml, List.of()).config(),
                new ProcessTable(),
                new EpochClock(),
                events::add);
        server = new ScriptedServer(port);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        monitor.close();
    }

    @Test
    void measuresAResponseToItsLastByte() throws Exception {
        String[] chunks = {
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "2\r\nok\r\n", "0\r\n\r\n",
        };
        server.converse(
                socket -> {
                    receive(socket);
                    for (String chunk : chunks) {
                        send(socket, chunk);
                        Thread.sleep(PAUSE_MS);
                    }
                },
                socket -> {
                    send(socket, GET);
                    receive(socket, String.join("", chunks).length());
                });

        RequestCompleted completed = only(RequestCompleted.class);
        assertThat(completed.durationNs()).isGreaterThanOrEqualTo(2 * PAUSE_NS);
        assertThat(completed.bytesIn()).isEqualTo(GET.length());
        assertThat(completed.bytesOut()).isEqualTo(String.join("", chunks).length());
        assertThat(only(RequestAnswered.class).latencyNs()).isLessThan(completed.durationNs() - PAUSE_NS);
        assertThat(totals()).isEqualTo(new RequestTotals(1, 1, 0, 0, completed.bytesIn(), completed.bytesOut()));
    }

    @Test
    void completesARequestWhenTheNextOneArrives() throws Exception {
        server.converse(
                socket -> {
                    for (int i = 0; i < 3; i++) {
                        receive(socket);
                        send(socket, OK);
                    }
                },
                socket -> {
                    send(socket, GET);
                    receive(socket, OK.length());
                    Await.until("answered", () -> of(RequestAnswered.class).size() == 1);
                    assertThat(of(RequestCompleted.class)).isEmpty();
                    send(socket, GET);
                    receive(socket, OK.length());
                    Await.until("completed", () -> of(RequestCompleted.class).size() == 1);
                    send(socket, GET);
                    receive(socket, OK.length());
                });

        Await.until("closed", () -> of(RequestCompleted.class).size() == 3);
        assertThat(of(RequestAnswered.class)).hasSize(3);
        assertThat(of(RequestCompleted.class)).allMatch(request -> request.bytesOut() == OK.length());
    }

    @Test
    void countsTheCpuTimeOfAllThreadsWhereTheyHandRequestsOver() throws Exception {
        assumeTrue(BpfFeatures.threadIterators(), "this kernel's programs cannot iterate over threads (Linux 6.7)");
        int requests = 2;
        CountDownLatch secondWasRead = new CountDownLatch(1);
        server.converse(
                socket -> {
                    receive(socket);
                    Thread first = answering(socket, secondWasRead);
                    receive(socket);
                    secondWasRead.countDown();
                    first.join(); // its CPU time is no longer among those of the process's threads
                    answering(socket, secondWasRead).join();
                },
                socket -> {
                    for (int i = 0; i < requests; i++) {
                        send(socket, GET);
                        receive(socket, OK.length());
                    }
                });

        Await.until("completed", () -> of(RequestCompleted.class).size() == requests);
        assertThat(of(RequestCompleted.class).get(0).cpuKnown()).isFalse();
        RequestCompleted second = of(RequestCompleted.class).get(1);
        assertThat(second.cpuKnown()).isTrue();
        assertThat(second.onCpuNs()).isBetween(PAUSE_NS - TICK_NS, PAUSE_NS + CPU_OF_OTHERS_NS);
    }

    @Test
    void doesNotTakeAnInterimResponseForTheAnswer() throws Exception {
        String head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";
        String interim = "HTTP/1.1 100 Continue\r\n\r\n";
        server.converse(
                socket -> {
                    receive(socket);
                    send(socket, interim);
                    receive(socket);
                    send(socket, OK);
                },
                socket -> {
                    send(socket, head);
                    receive(socket, interim.length());
                    Thread.sleep(PAUSE_MS);
                    send(socket, "12345");
                    receive(socket, OK.length());
                });

        RequestCompleted completed = only(RequestCompleted.class);
        assertThat(completed.bytesIn()).isEqualTo(head.length() + 5);
        assertThat(completed.bytesOut()).isEqualTo(OK.length());
        assertThat(only(RequestAnswered.class).latencyNs()).isLessThan(PAUSE_NS);
        assertThat(totals().answered()).isEqualTo(1);
    }

    @Test
    void takesTheLastByteOfASlowUploadForItsArrival() throws Exception {
        server.converse(
                socket -> {
                    receive(socket, GET.length());
                    send(socket, OK);
                },
                socket -> {
                    for (String part : GET.split("(?<=\n)")) {
                        send(socket, part);
                        Thread.sleep(PAUSE_MS);
                    }
                    receive(socket, OK.length());
                });

        assertThat(only(RequestAnswered.class).latencyNs()).isLessThan(PAUSE_NS);
        assertThat(only(RequestCompleted.class).bytesIn()).isEqualTo(GET.length());
    }

    @Test
    void answersAClientThatClosedItsSide() throws Exception {
        server.converse(
                socket -> {
                    receive(socket);
                    Thread.sleep(PAUSE_MS);
                    send(socket, OK);
                },
                socket -> {
                    send(socket, GET);
                    socket.shutdownOutput();
                    receive(socket, OK.length());
                });

        assertThat(only(RequestAnswered.class).serviceNs()).isGreaterThanOrEqualTo(PAUSE_NS);
        assertThat(only(RequestCompleted.class).bytesIn()).isEqualTo(GET.length());
    }

    @Test
    void countsWhatIsInFlight() throws Exception {
        server.converse(
                socket -> {
                    receive(socket);
                    Await.until("in flight", () -> totals().inFlight() == 1);
                    send(socket, OK);
                    Await.until("answered", () -> totals().inFlight() == 0);
                },
                socket -> {
                    send(socket, GET);
                    receive(socket, OK.length());
                });

        assertThat(only(RequestAnswered.class).inFlight()).isEqualTo(1);
    }

    @Test
    void tellsClientsByTheirAddressAlone() throws Exception {
        for (int i = 0; i < 2; i++) {
            server.converse(
                    socket -> {
                        receive(socket);
                        send(socket, OK);
                    },
                    socket -> {
                        send(socket, GET);
                        receive(socket, OK.length());
                    });
        }

        Await.until("both answers", () -> of(RequestAnswered.class).size() == 2);
        long latencyNs = of(RequestAnswered.class).stream()
                .mapToLong(RequestAnswered::latencyNs)
                .sum();
        assertThat(monitor.peers()).containsExactly(new Peer(F, InetAddress.getLoopbackAddress(), 2, latencyNs));
    }

    @Test
    void tellsARequestSentBeforeTheAnswerApart() throws Exception {
        server.converse(
                socket -> {
                    receive(socket);
                    receive(socket);
                    send(socket, OK);
                    send(socket, OK);
                },
                socket -> {
                    send(socket, GET);
                    Thread.sleep(PAUSE_MS);
                    send(socket, GET);
                    receive(socket, 2 * OK.length());
                });

        assertUnsupported(KernelCounter.PIPELINED);
    }

    @Test
    void tellsASecondAnswerApart() throws Exception {
        server.converse(
                socket -> {
                    receive(socket);
                    send(socket, OK);
                    Thread.sleep(PAUSE_MS);
                    send(socket, OK);
                    receive(socket);
                    send(socket, OK);
                },
                socket -> {
                    send(socket, GET + GET);
                    receive(socket, 2 * OK.length());
                    send(socket, GET);
                    receive(socket, OK.length());
                });

        Await.until("forgotten after close", () -> monitor.connections() == 0);
        assertThat(monitor.counter(KernelCounter.PIPELINED)).isEqualTo(1);
        only(RequestAnswered.class); // before it could be known
        assertThat(of(RequestCompleted.class)).isEmpty();
    }

    @Test
    void tellsTlsApart() throws Exception {
        server.converse(
                socket -> {
                    receive(socket);
                    send(socket, "\u0016\u0003\u0003");
                },
                socket -> {
                    send(socket, "\u0016\u0003\u0001\u0002\u0000\u0001");
                    receive(socket);
                });

        assertUnsupported(KernelCounter.TLS);
    }

    @Test
    void tellsHttp2Apart() throws Exception {
        server.converse(
                socket -> {
                    receive(socket);
                    send(socket, "\u0000\u0000\u0000\u0004");
                },
                socket -> {
                    send(socket, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
                    receive(socket);
                });

        assertUnsupported(KernelCounter.HTTP2);
    }

    @Test
    void tellsAnUpgradeApart() throws Exception {
        server.converse(
                socket -> {
                    receive(socket);
                    send(socket, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
                    receive(socket);
                    send(socket, "frame");
                },
                socket -> {
                    send(socket, "GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n");
                    receive(socket);
                    send(socket, "frame");
                    receive(socket);
                });

        assertUnsupported(KernelCounter.UPGRADED);
    }

    private void assertUnsupported(KernelCounter why) throws Exception {
        Await.until("forgotten after close", () -> monitor.connections() == 0);
        assertThat(monitor.counter(why)).isEqualTo(1);
        assertThat(of(RequestAnswered.class)).isEmpty();
        assertThat(of(RequestCompleted.class)).isEmpty();
        assertThat(totals()).isEqualTo(new RequestTotals(1, 0, 0, 1, 0, 0));
    }

    /** A thread that works, answers, and ends not before {@code end}. */
    private static Thread answering(Socket socket, CountDownLatch end) {
        Thread thread = new Thread(() -> {
            burn(PAUSE_NS);
            try {
                send(socket, OK);
                end.await();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }

    private static void burn(long cpuNs) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long endNs = threads.getCurrentThreadCpuTime() + cpuNs;
        while (threads.getCurrentThreadCpuTime() < endNs) {
            Thread.onSpinWait();
        }
    }

    private RequestTotals totals() {
        return monitor.totals(F);
    }

    private <T extends NodeEvent> List<T> of(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private <T extends NodeEvent> T only(Class<T> kind) throws Exception {
        Await.until("a " + kind.getSimpleName(), () -> !of(kind).isEmpty());
        assertThat(of(kind)).hasSize(1);
        return of(kind).get(0);
    }
}

package io.emfs.pipeline.link.job;

import static io.emfs.pipeline.Events.key;
import static io.emfs.pipeline.Events.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import io.emfs.pipeline.link.LinkTerms;
import io.emfs.pipeline.link.wire.Acknowledged;
import io.emfs.pipeline.link.wire.Command;
import io.emfs.pipeline.link.wire.Events;
import io.emfs.pipeline.link.wire.Frame;
import io.emfs.pipeline.link.wire.Heartbeat;
import io.emfs.pipeline.link.wire.Hello;
import io.emfs.pipeline.link.wire.Welcome;
import io.emfs.state.ChangeReason;
import io.emfs.state.HeldOutErrors;
import io.emfs.state.LearningReport;
import io.emfs.state.NodeEvent;
import io.emfs.state.QueueChange;
import io.emfs.state.codec.Codecs;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The job's side against a peer that says what it likes. */
@Timeout(60)
class JobEndpointTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    private EmfsConfig config = EmfsConfig.defaults("n1");
    private JobEndpoint endpoint = unopened();

    private static JobEndpoint unopened() {
        return new JobEndpoint(
                LinkTerms.of(ConfigLoader.defaults(List.of("agent.link={insecure: true, ports: 0}"))
                        .config()),
                "unopened");
    }

    @BeforeEach
    void listen() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), TOKEN + "\n");
        config = ConfigLoader.defaults(List.of(
                        "node=n1", "agent.link={insecure: true, ports: 0, max-agents: 2, token-file: " + token + "}"))
                .config();
        listen(LIMIT, 64);
    }

    /** Peers that have something to say need a while for it on a busy machine. */
    private void listen(Duration helloLimit, int maxStrangers) {
        endpoint.close();
        endpoint = new JobEndpoint(LinkTerms.of(config), "job#0", helloLimit, maxStrangers);
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void takesEventsFromWhoIsLetIn() throws Exception {
        Inbox inbox = endpoint.openInbox(node -> true);
        try (RawPeer peer = admitted("n1")) {
            assertThat(peer.receive().getCredit().getBytes()).isEqualTo(256 << 10);
            peer.send(events(request(key("f"), 1), request(key("f"), 2)));

            inbox.available().get();
            Inbox.Batch batch = Objects.requireNonNull(inbox.poll());
            assertThat(batch.events()).containsExactly(request(key("f"), 1), request(key("f"), 2));
            assertThat(endpoint.counters().eventCount()).isEqualTo(2);
        }
    }

    /** Nodes are on subtasks, and theirs may be in another TaskManager. */
    @Test
    void givesNoCreditToAgentsOfNodesThatNobodyReadsHere() throws Exception {
        endpoint.openInbox(node -> node.equals("n2"));
        Inbox third = endpoint.openInbox(node -> node.equals("n3"));
        try (RawPeer other = admitted("n3")) {
            assertThat(other.receive().getCredit().getBytes()).isPositive();
            assertThat(third.agents()).isOne();
        }
        try (RawPeer peer = admitted("n1")) {
            peer.send(events(request(key("f"), 1)));
            assertRefused(peer, Refusal.CREDIT, "events without credit");
        }
    }

    @Test
    void givesCreditWhenAReaderComesAndAgainWhenEventsHaveGone() throws Exception {
        try (RawPeer peer = admitted("n1")) {
            Inbox inbox = endpoint.openInbox(node -> true);
            long window = peer.receive().getCredit().getBytes();
            Frame frame = events(many(400));
            int frames = (int) (window / 4 / frame.getSerializedSize()) + 1;
            for (int i = 0; i < frames; i++) {
                peer.send(frame);
                inbox.available().get();
                Objects.requireNonNull(inbox.poll()).done();
            }
            assertThat(peer.receive().getCredit().getBytes()).isEqualTo((long) frames * frame.getSerializedSize());
        }
    }

    @Test
    void refusesEventsBeyondTheCredit() throws Exception {
        try (RawPeer peer = admitted("n1")) {
            peer.send(events(request(key("f"), 1)));
            assertRefused(peer, Refusal.CREDIT, "events without credit");
        }
    }

    @Test
    void refusesAWrongToken() throws Exception {
        try (RawPeer peer = new RawPeer(endpoint.port()).send(hello("n1", "0123456789abcdeX", 1, 1))) {
            assertRefused(peer, Refusal.TOKEN, "wrong token (agent.link.token-file)");
        }
    }

    @Test
    void refusesANewerProtocol() throws Exception {
        try (RawPeer peer = new RawPeer(endpoint.port()).send(hello("n1", TOKEN, 3, 4))) {
            assertRefused(peer, Refusal.PROTOCOL, "the job (eMFS 0.1.0) speaks protocol 1..2, the agent 3..4");
        }
    }

    @Test
    void refusesOtherQueues() throws Exception {
        Hello other = hello("n1", TOKEN, 1, 1).getHello().toBuilder()
                .setQueuesDigest(ByteString.copyFromUtf8("?"))
                .build();
        try (RawPeer peer = new RawPeer(endpoint.port())
                .send(Frame.newBuilder().setHello(other).build())) {
            assertRefused(
                    peer,
                    Refusal.QUEUES,
                    "the agent's queues are not the job's (queues): a command would mean something else");
        }
    }

    @Test
    void refusesWhatIsNoHello() throws Exception {
        try (RawPeer peer = new RawPeer(endpoint.port()).send(events(request(key("f"), 1)))) {
            assertRefused(peer, Refusal.ORDER, "the first frame must be Hello");
        }
    }

    @Test
    void refusesOversizedTruncatedAndBrokenFrames() throws Exception {
        try (RawPeer peer = new RawPeer(endpoint.port()).send(new byte[] {-1, -1, 1})) {
            assertRefused(peer, Refusal.OVERSIZED, "a frame of more than 8192 bytes");
        }
        try (RawPeer peer = new RawPeer(endpoint.port()).send(new byte[] {5, 1}).end()) {
            assertRefused(peer, Refusal.TRUNCATED, "ended within a frame, after 1 of 5 bytes");
        }
        try (RawPeer peer = new RawPeer(endpoint.port()).send(new byte[] {2, -1, -1})) {
            assertThat(peer.receive().getRefused().getReason()).startsWith("a frame that is none");
            assertThat(peer.hasEnded(LIMIT)).isTrue();
        }
        assertThat(endpoint.counters().refusedFor(Refusal.GARBAGE)).isEqualTo(1);
    }

    @Test
    void refusesEventsThatAreNone() throws Exception {
        endpoint.openInbox(node -> true);
        try (RawPeer peer = admitted("n1")) {
            peer.receive();
            peer.send(Frame.newBuilder()
                    .setEvents(Events.newBuilder().addEvent(ByteString.copyFromUtf8("nonsense")))
                    .build());
            assertThat(peer.receive().getRefused().getReason()).startsWith("an event that is none");
        }
        assertThat(endpoint.counters().refusedFor(Refusal.GARBAGE)).isEqualTo(1);
    }

    @Test
    void refusesEventsOfAnotherNode() throws Exception {
        endpoint.openInbox(node -> true);
        try (RawPeer peer = admitted("n2")) {
            peer.receive();
            peer.send(events(request(key("f"), 1)));
            assertRefused(peer, Refusal.GARBAGE, "an event of node n1 from the agent of node n2");
        }
    }

    @Test
    void closesWhoSaysNothing() throws Exception {
        listen(SHORT, 64);
        try (RawPeer peer = new RawPeer(endpoint.port());
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            silent.setSoTimeout((int) LIMIT.toMillis());
            while (silent.getInputStream().read() >= 0) {} // its settings
            assertThat(peer.hasEnded(LIMIT)).isTrue();
        }
        assertThat(endpoint.counters().refusedFor(Refusal.SILENT)).isEqualTo(2);
    }

    @Test
    void boundsThoseWhoHaveSaidNothingYet() throws Exception {
        listen(SHORT, 4);
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), endpoint.port()));
            }
            for (Socket socket : silent) {
                socket.setSoTimeout((int) LIMIT.toMillis());
                readToEnd(socket);
            }
            assertThat(endpoint.counters().refusedFor(Refusal.CROWDED)
                            + endpoint.counters().refusedFor(Refusal.SILENT))
                    .isEqualTo(50);
            assertThat(endpoint.counters().refusedFor(Refusal.CROWDED)).isPositive();
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
        admitted("n1").close(); // and nobody else suffers
    }

    private static void readToEnd(Socket socket) {
        try {
            while (socket.getInputStream().read() >= 0) {}
        } catch (IOException reset) {
            // that is an end, too
        }
    }

    @Test
    void boundsTheNumberOfAgents() throws Exception {
        try (RawPeer one = admitted("n1");
                RawPeer two = admitted("n2");
                RawPeer three = new RawPeer(endpoint.port()).send(hello("n3", TOKEN, 1, 1))) {
            assertRefused(three, Refusal.FULL, "as many agents as agent.link.max-agents are there");
            assertThat(one.hasEnded(Duration.ZERO)).isFalse();
            assertThat(two.hasEnded(Duration.ZERO)).isFalse();
        }
    }

    @Test
    void sendsCommandsAgainUntilTheyAreAcknowledged() throws Exception {
        endpoint.emit(change(1)); // to nobody
        try (RawPeer peer = admitted("n1")) {
            endpoint.emit(change(2));
            assertCommand(peer, 1, change(2));
            endpoint.emit(change(3));
            assertCommand(peer, 2, change(3));
            peer.send(Frame.newBuilder()
                    .setAcknowledged(Acknowledged.newBuilder().setSequence(1))
                    .build());
            peer.send(heartbeat());
            assertThat(peer.receive()).isEqualTo(heartbeat());
        }
        endpoint.emit(change(4)); // while it is away
        try (RawPeer peer = admitted("n1")) {
            Frame frame = peer.receive();
            assertThat(frame.getCommands().getCommandList())
                    .extracting(Command::getSequence)
                    .containsExactly(2L, 3L);
        }
        assertThat(endpoint.counters().undeliveredCount()).isEqualTo(1);
    }

    @Test
    void sendsAnAgentAwayForAnotherOfTheSameName() throws Exception {
        try (RawPeer former = admitted("n1");
                RawPeer latter = admitted("n1")) {
            assertThat(former.receive().getGoodbye().getReason()).isEqualTo("another agent says that it is node n1");
            assertThat(former.hasEnded(LIMIT)).isTrue();
            endpoint.emit(change(1));
            assertCommand(latter, 1, change(1));
        }
    }

    @Test
    void showsLearningToAllWhoAreHereAndToWhoComes() throws Exception {
        try (RawPeer early = admitted("n1", 2)) {
            endpoint.emit(learning(1));
            assertThat(shown(early)).isEqualTo(learning(1));
            endpoint.emit(learning(1)); // of another subtask
            endpoint.emit(learning(2));
            assertThat(shown(early)).isEqualTo(learning(2));
            try (RawPeer late = admitted("n2", 2)) {
                assertThat(shown(late)).isEqualTo(learning(2));
            }
        }
    }

    /** It would take the frame for garbage, and leave. */
    @Test
    void showsLearningToNobodyOfAnOlderProtocol() throws Exception {
        endpoint.emit(learning(1));
        try (RawPeer old = admitted("n1", 1);
                RawPeer young = admitted("n2", 2)) {
            assertThat(shown(young)).isEqualTo(learning(1));
            endpoint.emit(learning(2));
            assertThat(shown(young)).isEqualTo(learning(2));
            endpoint.emit(change(1)); // of n1
            assertCommand(old, 1, change(1));
            old.send(heartbeat());
            assertThat(old.receive()).isEqualTo(heartbeat());
        }
    }

    private static LearningReport learning(int version) {
        return new LearningReport("model", version, 100, 10, version, 0, 0, 1.5, HeldOutErrors.NONE);
    }

    private static LearningReport shown(RawPeer peer) throws Exception {
        return Codecs.LEARNING_REPORT.readVersioned(new DataInputStream(new ByteArrayInputStream(
                peer.receive().getLearning().getReport().toByteArray())));
    }

    @Test
    void saysWhichFilesItCannotUse() {
        assertThatThrownBy(() -> opened("{certificate: /no/c, key: /no/k, token-file: /no/t, ports: 0}"))
                .hasMessageContaining("agent.link.token-file = /no/t: cannot be read");
        assertThatThrownBy(() -> opened("{certificate: /no/c, key: /no/k, ca: /no/a, ports: 0}"))
                .hasMessage("agent.link.certificate = /no/c: there is no such readable file");
        assertThatThrownBy(() -> opened("{insecure: true, ports: " + endpoint.port() + "}"))
                .hasMessageStartingWith("cannot listen for agents on 127.0.0.1 (agent.link.bind), none of the ports "
                        + endpoint.port() + " (agent.link.ports) is to be had");
    }

    private static void opened(String link) {
        new JobEndpoint(
                        LinkTerms.of(ConfigLoader.defaults(List.of("agent.link=" + link))
                                .config()),
                        "job#0")
                .close();
    }

    private void assertRefused(RawPeer peer, Refusal refusal, String reason) throws InterruptedException {
        assertThat(peer.receive().getRefused().getReason()).startsWith(reason);
        assertThat(peer.hasEnded(LIMIT)).isTrue();
        assertThat(endpoint.counters().refusedFor(refusal)).isEqualTo(1);
    }

    private static void assertCommand(RawPeer peer, long sequence, io.emfs.state.Command expected) throws Exception {
        Command command = peer.receive().getCommands().getCommand(0);
        assertThat(command.getSequence()).isEqualTo(sequence);
        assertThat(Codecs.COMMAND.readVersioned(new DataInputStream(
                        new ByteArrayInputStream(command.getCommand().toByteArray()))))
                .isEqualTo(expected);
    }

    private RawPeer admitted(String node) throws InterruptedException {
        return admitted(node, 1);
    }

    private RawPeer admitted(String node, int protocol) throws InterruptedException {
        RawPeer peer = new RawPeer(endpoint.port()).send(hello(node, TOKEN, 1, protocol));
        Welcome welcome = peer.receive().getWelcome();
        assertThat(welcome.getAttempt()).isEqualTo("job#0");
        assertThat(welcome.getProtocol()).isEqualTo(protocol);
        return peer;
    }

    private Frame hello(String node, String token, int oldest, int newest) {
        return Frame.newBuilder()
                .setHello(Hello.newBuilder()
                        .setOldestProtocol(oldest)
                        .setNewestProtocol(newest)
                        .setNode(node)
                        .setToken(token)
                        .setQueuesDigest(LinkTerms.of(config).queuesDigest()))
                .build();
    }

    private static Frame heartbeat() {
        return Frame.newBuilder()
                .setHeartbeat(Heartbeat.newBuilder().setSentNs(5))
                .build();
    }

    private static QueueChange change(int to) {
        return new QueueChange(key("f"), 0, to, ChangeReason.INITIAL, 1, 0, 0);
    }

    private static NodeEvent[] many(int count) {
        NodeEvent[] events = new NodeEvent[count];
        for (int i = 0; i < count; i++) {
            events[i] = request(key("f"), i);
        }
        return events;
    }

    private static Frame events(NodeEvent... events) throws IOException {
        Events.Builder frame = Events.newBuilder();
        for (NodeEvent event : events) {
            ByteString.Output out = ByteString.newOutput();
            Codecs.NODE_EVENT.writeVersioned(event, new DataOutputStream(out));
            frame.addEvent(out.toByteString());
        }
        return Frame.newBuilder().setEvents(frame).build();
    }
}

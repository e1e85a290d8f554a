package io.emfs.pipeline.link.job;

import com.google.protobuf.ByteString;
import io.emfs.pipeline.link.FrameException;
import io.emfs.pipeline.link.FrameReader;
import io.emfs.pipeline.link.FrameStream;
import io.emfs.pipeline.link.LinkProtocol;
import io.emfs.pipeline.link.wire.Command;
import io.emfs.pipeline.link.wire.Commands;
import io.emfs.pipeline.link.wire.Credit;
import io.emfs.pipeline.link.wire.Events;
import io.emfs.pipeline.link.wire.Frame;
import io.emfs.pipeline.link.wire.Goodbye;
import io.emfs.pipeline.link.wire.Hello;
import io.emfs.pipeline.link.wire.Learning;
import io.emfs.pipeline.link.wire.Refused;
import io.emfs.pipeline.link.wire.Reports;
import io.emfs.pipeline.link.wire.Welcome;
import io.emfs.state.FunctionReport;
import io.emfs.state.LearningReport;
import io.emfs.state.NodeEvent;
import io.emfs.state.codec.Codec;
import io.emfs.state.codec.Codecs;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One agent's stream, from its first byte on. All on its connection's event loop, but {@link #wake}, {@link #offer} and
 * {@link #attachSoon}, which are for any thread. Who is refused is told in a sentence; the details are the log's.
 */
final class AgentSession {
    private static final Logger LOG = LoggerFactory.getLogger(AgentSession.class);
    private static final int COMMANDS_PER_FRAME = 64;
    private static final int REPORTS_PER_FRAME = 16;
    private static final int MAX_REPORTS = 1024;

    private final JobEndpoint endpoint;
    private final Channel connection;
    private final EventLoop loop;
    private final Runnable disconnect;
    private final String peer;
    private final FrameReader reader = new FrameReader(LinkProtocol.MAX_HELLO_BYTES);
    private final FrameStream out = new FrameStream(this::pump);
    private final Queue<FunctionReport> reports = new ConcurrentLinkedQueue<>();
    private final AtomicInteger reportCount = new AtomicInteger();
    private final AtomicBoolean woken = new AtomicBoolean();
    private @Nullable NodeDesk desk;
    private @Nullable Inbox inbox;
    private @Nullable LearningReport shown;
    private int protocol;
    private long window;
    private long credit;
    private long consumed;
    private long heardNs = System.nanoTime();
    private long writableNs = heardNs;
    private boolean pumping;
    private boolean over;

    /** @param disconnect closes the connection behind what was written */
    AgentSession(JobEndpoint endpoint, Channel connection, Runnable disconnect) {
        this.endpoint = endpoint;
        this.connection = connection;
        this.loop = connection.eventLoop();
        this.peer = String.valueOf(connection.remoteAddress());
        this.disconnect = disconnect;
    }

    Publisher<ByteBuf> frames() {
        return out.frames();
    }

    void receive(ByteBuf bytes) {
        if (over) {
            return;
        }
        heardNs = System.nanoTime();
        try {
            reader.read(bytes, this::onFrame);
        } catch (FrameException e) {
            refuse(Refusal.of(e.fault()), e.reason(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("the frame of agent {} failed", peer, e);
            refuse(Refusal.GARBAGE, "the job could not take it");
        }
    }

    /** The agent ended its half. */
    void ended() {
        try {
            reader.end();
            end();
        } catch (FrameException e) {
            refuse(Refusal.TRUNCATED, e.reason());
        }
    }

    /** The connection broke. */
    void broke() {
        end();
    }

    private void onFrame(Frame frame) throws FrameException {
        if (over) {
            return;
        }
        NodeDesk known = desk;
        if (known == null) {
            if (frame.getBodyCase() == Frame.BodyCase.HELLO) {
                onHello(frame.getHello());
            } else {
                refuse(Refusal.ORDER, "the first frame must be Hello");
            }
            return;
        }
        switch (frame.getBodyCase()) {
            case EVENTS -> onEvents(frame.getEvents(), frame.getSerializedSize(), known);
            case ACKNOWLEDGED ->
                known.outbox().acknowledge(frame.getAcknowledged().getSequence());
            case HEARTBEAT ->
                out.send(Frame.newBuilder().setHeartbeat(frame.getHeartbeat()).build());
            case GOODBYE -> end();
            default -> refuse(Refusal.ORDER, "a frame that is not an agent's to send");
        }
    }

    private void onHello(Hello hello) {
        int version = LinkProtocol.common(hello.getOldestProtocol(), hello.getNewestProtocol());
        if (version == LinkProtocol.NO_VERSION) {
            refuse(
                    Refusal.PROTOCOL,
                    "the job (eMFS " + LinkProtocol.RELEASE + ") speaks protocol " + LinkProtocol.OLDEST + ".."
                            + LinkProtocol.NEWEST + ", the agent " + hello.getOldestProtocol() + ".."
                            + hello.getNewestProtocol());
        } else if (!endpoint.token().accepts(hello.getToken())) {
            refuse(Refusal.TOKEN, "wrong token (agent.link.token-file)");
        } else if (hello.getNode().isBlank()) {
            refuse(Refusal.NODE, "no node is named");
        } else if (!hello.getQueuesDigest().equals(endpoint.queuesDigest())) {
            refuse(
                    Refusal.QUEUES,
                    "the agent's queues are not the job's (queues): a command would mean something else");
        } else {
            welcome(hello.getNode(), version);
        }
    }

    private void welcome(String node, int version) {
        NodeDesk taken = endpoint.admit(node, this, connection);
        if (taken == null) {
            refuse(Refusal.FULL, "as many agents as agent.link.max-agents are there");
            return;
        }
        desk = taken;
        protocol = version;
        reader.allow(LinkProtocol.MAX_FRAME_BYTES);
        out.send(Frame.newBuilder()
                .setWelcome(Welcome.newBuilder()
                        .setProtocol(version)
                        .setVersion(LinkProtocol.RELEASE)
                        .setEndpoint(endpoint.id())
                        .setAttempt(endpoint.attempt())
                        .setOpenedMs(endpoint.openedMs()))
                .build());
        attach();
        pump();
    }

    /** The endpoint got a reader, or lost this agent's. */
    void attachSoon() {
        loop.execute(this::attach);
    }

    private void attach() {
        NodeDesk known = desk;
        if (over || known == null || inbox != null) {
            return;
        }
        Inbox found = endpoint.inboxOf(known.node());
        if (found != null) {
            inbox = found;
            found.joined();
            window = endpoint.window();
            grant(window);
        }
    }

    /** Whether the reader of that inbox is this agent's. */
    void detachSoon(Inbox closed) {
        loop.execute(() -> {
            if (inbox == closed) {
                sayGoodbye("the job's source has ended here");
            }
        });
    }

    private void onEvents(Events frame, int bytes, NodeDesk known) throws FrameException {
        Inbox to = inbox;
        if (to == null || credit <= 0) {
            refuse(Refusal.CREDIT, "events without credit");
            return;
        }
        credit -= bytes;
        List<NodeEvent> events = EventDecoder.decode(frame, known.node());
        endpoint.counters().events(events.size());
        to.add(new Inbox.Batch(events, () -> loop.execute(() -> giveBack(bytes))));
    }

    /** In few frames: a quarter of the window at a time. */
    private void giveBack(int bytes) {
        consumed += bytes;
        if (!over && consumed >= window / 4) {
            grant(consumed);
            consumed = 0;
        }
    }

    private void grant(long bytes) {
        credit += bytes;
        out.send(Frame.newBuilder()
                .setCredit(Credit.newBuilder().setBytes(bytes))
                .build());
    }

    /** There are commands in the outbox, or there is something to show. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            loop.execute(() -> {
                woken.set(false);
                pump();
            });
        }
    }

    /** False if it is left out, since too many wait. */
    boolean offer(FunctionReport report) {
        if (reportCount.get() >= MAX_REPORTS) {
            return false;
        }
        reportCount.incrementAndGet();
        reports.add(report);
        wake();
        return true;
    }

    private void pump() {
        NodeDesk known = desk;
        if (pumping || known == null || over) {
            return;
        }
        pumping = true; // writing asks for more, in here
        while (out.ready() && (sendCommands(known) || sendReports() || sendLearning())) {
            writableNs = System.nanoTime();
        }
        pumping = false;
    }

    private boolean sendCommands(NodeDesk known) {
        List<Outbox.Numbered> next = known.outbox().take(COMMANDS_PER_FRAME);
        if (next.isEmpty()) {
            return false;
        }
        Commands.Builder commands = Commands.newBuilder();
        for (Outbox.Numbered each : next) {
            commands.addCommand(Command.newBuilder()
                    .setSequence(each.sequence())
                    .setCommand(encode(Codecs.COMMAND, each.command())));
        }
        out.send(Frame.newBuilder().setCommands(commands).build());
        endpoint.counters().commands(next.size());
        return true;
    }

    private boolean sendReports() {
        Reports.Builder frame = Reports.newBuilder();
        for (FunctionReport next; frame.getReportCount() < REPORTS_PER_FRAME && (next = reports.poll()) != null; ) {
            reportCount.decrementAndGet();
            frame.addReport(encode(Codecs.FUNCTION_REPORT, next));
        }
        if (frame.getReportCount() == 0) {
            return false;
        }
        out.send(Frame.newBuilder().setReports(frame).build());
        return true;
    }

    /** The newest one only. */
    private boolean sendLearning() {
        LearningReport newest = endpoint.learning();
        if (newest == null || newest.equals(shown) || protocol < LinkProtocol.WITH_LEARNING) {
            return false;
        }
        shown = newest;
        out.send(Frame.newBuilder()
                .setLearning(Learning.newBuilder().setReport(encode(Codecs.LEARNING_REPORT, newest)))
                .build());
        return true;
    }

    private static <T> ByteString encode(Codec<T> codec, T value) {
        ByteString.Output out = ByteString.newOutput();
        try {
            codec.writeVersioned(value, new DataOutputStream(out));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteString();
    }

    /** Called once a heartbeat. */
    void tick(long limitNs) {
        long nowNs = System.nanoTime();
        if (out.ready()) {
            writableNs = nowNs;
        }
        if (!over && nowNs - heardNs > limitNs) {
            refuse(Refusal.LOST, "nothing was heard of the agent");
        } else if (!over && nowNs - writableNs > limitNs) {
            refuse(Refusal.LOST, "the agent does not read");
        }
    }

    private void refuse(Refusal refusal, String reason) {
        refuse(refusal, reason, reason);
    }

    private void refuse(Refusal refusal, String reason, String forTheLog) {
        if (over) {
            return;
        }
        endpoint.counters().refused(refusal);
        endpoint.report(refusal, peer, forTheLog);
        out.send(Frame.newBuilder()
                .setRefused(Refused.newBuilder().setReason(reason))
                .build());
        end();
    }

    /** Another agent took its place, or the endpoint closes. */
    void sayGoodbyeSoon(String reason) {
        loop.execute(() -> sayGoodbye(reason));
    }

    private void sayGoodbye(String reason) {
        if (!over) {
            out.send(Frame.newBuilder()
                    .setGoodbye(Goodbye.newBuilder().setReason(reason))
                    .build());
            end();
        }
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        NodeDesk known = desk;
        if (known != null) {
            endpoint.left(known, this);
        }
        Inbox from = inbox;
        if (from != null) {
            from.left();
            inbox = null;
        }
        out.complete();
        disconnect.run();
    }
}

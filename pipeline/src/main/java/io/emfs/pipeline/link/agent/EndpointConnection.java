package io.emfs.pipeline.link.agent;

import com.google.protobuf.ByteString;
import io.emfs.pipeline.link.FrameException;
import io.emfs.pipeline.link.FrameException.Fault;
import io.emfs.pipeline.link.FrameReader;
import io.emfs.pipeline.link.FrameStream;
import io.emfs.pipeline.link.LinkProtocol;
import io.emfs.pipeline.link.wire.Acknowledged;
import io.emfs.pipeline.link.wire.Command;
import io.emfs.pipeline.link.wire.Commands;
import io.emfs.pipeline.link.wire.Events;
import io.emfs.pipeline.link.wire.Frame;
import io.emfs.pipeline.link.wire.Goodbye;
import io.emfs.pipeline.link.wire.Heartbeat;
import io.emfs.pipeline.link.wire.Learning;
import io.emfs.pipeline.link.wire.Reports;
import io.emfs.pipeline.link.wire.Welcome;
import io.emfs.state.codec.Codec;
import io.emfs.state.codec.Codecs;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * The way to one endpoint of the job: connects, says Hello, and begins anew whenever it ends, until it is closed. All on the
 * link's event loop.
 */
final class EndpointConnection {
    private static final Duration WELCOME_LIMIT = Duration.ofSeconds(5);

    private final AgentLink link;
    private final EventLoop loop;
    private final InetSocketAddress address;
    private final Backoff backoff = new Backoff();

    /** Of the endpoint that was here last: it may send again what it sent. */
    private String endpoint = "";

    private long lastSequence;

    private @Nullable Stream stream;
    private @Nullable Future<?> retry;
    private boolean closed;

    EndpointConnection(AgentLink link, EventLoop loop, InetSocketAddress address) {
        this.link = link;
        this.loop = loop;
        this.address = address;
    }

    void connect() {
        if (!closed) {
            Stream next = new Stream();
            stream = next;
            next.open();
        }
    }

    /** No job takes events any more: one that begins to is to be found soon. */
    void hurry() {
        Future<?> waiting = retry;
        if (stream == null && !closed && waiting != null && waiting.cancel(false)) {
            backoff.reset();
            retry = loop.schedule(this::connect, backoff.nextMs(), TimeUnit.MILLISECONDS);
        }
    }

    /** For good. */
    void close(String reason) {
        closed = true;
        Stream current = stream;
        if (current != null) {
            current.sayGoodbye(reason);
        }
    }

    void tick(long limitNs) {
        Stream current = stream;
        if (current != null) {
            current.tick(limitNs);
        }
    }

    /** Null while the endpoint has not let the agent in. */
    @Nullable
    Stream admitted() {
        Stream current = stream;
        return current != null && current.welcomed ? current : null;
    }

    @Override
    public String toString() {
        return address.getHostString() + ":" + address.getPort();
    }

    private void ended(Stream gone, String why) {
        if (stream == gone) {
            stream = null;
            link.ended(gone, EndpointConnection.this + ": " + why);
            if (!closed) {
                retry = loop.schedule(
                        this::connect,
                        gone.refused || link.isUp() ? Backoff.leisurelyMs() : backoff.nextMs(),
                        TimeUnit.MILLISECONDS);
            }
        }
    }

    /** One stream, from its Hello to its end. */
    final class Stream {
        private final FrameReader reader = new FrameReader(LinkProtocol.MAX_FRAME_BYTES);
        private final FrameStream out = new FrameStream(() -> link.writable(this));
        private final long openedNs = System.nanoTime();
        private @Nullable Disposable exchange;
        private @Nullable Channel channel;
        private String attempt = "";
        private long credit;
        private long heardNs = openedNs;
        private long takingNs = openedNs;
        private boolean welcomed;
        private boolean taking;
        private boolean refused;
        private boolean over;

        void open() {
            send(Frame.newBuilder().setHello(link.hello()).build());
            HttpClient client = link.client().remoteAddress(() -> address).doOnConnected(connected -> {
                Channel each = connected.channel();
                channel = each.parent() == null ? each : each.parent();
            });
            exchange = client.post()
                    .uri(LinkProtocol.PATH)
                    .send((request, outbound) -> outbound.send(out.frames(), each -> true))
                    .response((response, bytes) -> response.status().code() == 200
                            ? bytes.doOnNext(this::receive)
                            : Flux.<ByteBuf>error(new IOException("no job's endpoint: HTTP status "
                                    + response.status().code())))
                    .then(Mono.<Void>empty())
                    .subscribe(nothing -> {}, this::broke, () -> finish("ended"));
        }

        String attempt() {
            return attempt;
        }

        boolean takesEvents() {
            return welcomed && !over && credit > 0;
        }

        boolean ready() {
            return takesEvents() && out.ready();
        }

        void send(Events events) {
            Frame frame = Frame.newBuilder().setEvents(events).build();
            credit -= frame.getSerializedSize();
            send(frame);
        }

        private void send(Frame frame) {
            if (!over) {
                out.send(frame);
                link.counters().sent(frame.getSerializedSize());
            }
        }

        private void receive(ByteBuf bytes) {
            heardNs = System.nanoTime();
            link.counters().receivedBytes(bytes.readableBytes());
            try {
                reader.read(bytes, this::onFrame);
            } catch (FrameException e) {
                link.counters().refused();
                finish("the job sent what is no frame: " + e.getMessage());
            }
        }

        private void onFrame(Frame frame) throws FrameException {
            if (over) {
                return;
            }
            link.counters().receivedFrame();
            switch (frame.getBodyCase()) {
                case WELCOME -> onWelcome(frame.getWelcome());
                case REFUSED -> {
                    link.counters().refused();
                    refused = true;
                    finish(AgentLink.REFUSED + frame.getRefused().getReason());
                }
                case CREDIT -> onCredit(frame.getCredit().getBytes());
                case COMMANDS -> onCommands(frame.getCommands());
                case REPORTS -> onReports(frame.getReports());
                case LEARNING -> onLearning(frame.getLearning());
                case HEARTBEAT ->
                    link.counters()
                            .roundTrip(System.nanoTime() - frame.getHeartbeat().getSentNs());
                case GOODBYE -> finish(frame.getGoodbye().getReason());
                default -> throw new FrameException(Fault.GARBAGE, "a frame that is not a job's to send");
            }
        }

        private void onWelcome(Welcome welcome) {
            if (!link.admits(welcome)) {
                refused = true;
                sayGoodbye("another attempt of the job is newer");
                return;
            }
            if (!welcome.getEndpoint().equals(endpoint)) {
                endpoint = welcome.getEndpoint();
                lastSequence = 0;
            }
            attempt = welcome.getAttempt();
            welcomed = true;
            backoff.reset();
            link.counters().connected();
            link.welcomed(this, EndpointConnection.this.toString(), welcome);
        }

        private void onCredit(long bytes) {
            credit += bytes;
            taking = true;
            takingNs = System.nanoTime();
            link.credited(this);
        }

        private void onCommands(Commands frame) throws FrameException {
            requireWelcome();
            for (Command each : frame.getCommandList()) {
                if (each.getSequence() <= lastSequence) {
                    link.counters().repeated();
                } else {
                    lastSequence = each.getSequence();
                    link.deliver(decode(Codecs.COMMAND, each.getCommand()));
                }
            }
            send(Frame.newBuilder()
                    .setAcknowledged(Acknowledged.newBuilder().setSequence(lastSequence))
                    .build());
        }

        private void onReports(Reports frame) throws FrameException {
            requireWelcome();
            for (ByteString each : frame.getReportList()) {
                link.deliver(decode(Codecs.FUNCTION_REPORT, each));
            }
        }

        private void onLearning(Learning frame) throws FrameException {
            requireWelcome();
            link.deliver(decode(Codecs.LEARNING_REPORT, frame.getReport()));
        }

        private void requireWelcome() throws FrameException {
            if (!welcomed) {
                throw new FrameException(Fault.GARBAGE, "the job's first frame must be Welcome or Refused");
            }
        }

        void tick(long limitNs) {
            long nowNs = System.nanoTime();
            if (!welcomed) {
                if (nowNs - openedNs > WELCOME_LIMIT.toNanos()) {
                    finish("no answer within " + WELCOME_LIMIT.toSeconds() + " s");
                }
                return;
            }
            if (ready()) {
                takingNs = nowNs;
            }
            if (nowNs - heardNs > limitNs) {
                finish("nothing was heard for " + TimeUnit.NANOSECONDS.toMillis(nowNs - heardNs) + " ms");
            } else if (taking && nowNs - takingNs > 2 * limitNs) {
                sayGoodbye("the job takes no events");
            } else {
                send(Frame.newBuilder()
                        .setHeartbeat(Heartbeat.newBuilder().setSentNs(nowNs))
                        .build());
            }
        }

        void sayGoodbye(String reason) {
            send(Frame.newBuilder()
                    .setGoodbye(Goodbye.newBuilder().setReason(reason))
                    .build());
            out.complete();
            finish(reason);
        }

        private void broke(Throwable cause) {
            finish(cause.getMessage() == null ? cause.toString() : cause.getMessage());
        }

        private void finish(String why) {
            if (!loop.inEventLoop()) {
                loop.execute(() -> finish(why));
                return;
            }
            if (over) {
                return;
            }
            over = true;
            ended(this, why);
            Future<?> unused = loop.schedule(this::disconnect, 1, TimeUnit.MILLISECONDS); // behind a goodbye
        }

        private void disconnect() {
            Disposable current = exchange;
            if (current != null) {
                current.dispose();
            }
            Channel open = channel;
            if (open != null) {
                Future<?> unused = open.close();
            }
        }
    }

    private static <T> T decode(Codec<T> codec, ByteString bytes) throws FrameException {
        try (DataInputStream in = new DataInputStream(bytes.newInput())) {
            return codec.readVersioned(in);
        } catch (IOException | RuntimeException e) {
            throw new FrameException(Fault.GARBAGE, "a " + codec.type().getSimpleName() + " that is none", e);
        }
    }
}

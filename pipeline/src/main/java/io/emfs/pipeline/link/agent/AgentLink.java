package io.emfs.pipeline.link.agent;

import com.google.protobuf.ByteString;
import io.emfs.bpf.sched.OwnThreads;
import io.emfs.config.AgentConfig;
import io.emfs.config.EmfsConfig;
import io.emfs.pipeline.channel.LocalChannel;
import io.emfs.pipeline.link.LinkProtocol;
import io.emfs.pipeline.link.LinkTerms;
import io.emfs.pipeline.link.LinkTls;
import io.emfs.pipeline.link.LinkToken;
import io.emfs.pipeline.link.agent.EndpointConnection.Stream;
import io.emfs.pipeline.link.wire.Events;
import io.emfs.pipeline.link.wire.Hello;
import io.emfs.pipeline.link.wire.Welcome;
import io.emfs.state.Command;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionReport;
import io.emfs.state.LearningReport;
import io.emfs.state.NodeEvent;
import io.emfs.state.codec.Codecs;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * A node's link to the job that decides for it: takes events out of the node's {@link LocalChannel} and puts commands and
 * reports into it, as a job in the same JVM would. It is connected to each endpoint of the job that it finds; one of them,
 * and the same as long as it lasts, gets the events. {@link #start} and {@link #close} are for any thread; the rest is done
 * on one event loop, which nothing blocks.
 *
 * <p>While no job takes events, {@link LocalDecisions} stand in; after {@code agent.orphan-after} nobody decides any more.
 */
public final class AgentLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentLink.class);

    private static final int CONNECT_LIMIT_MS = 2_000;
    private static final int EVENTS_PER_FRAME = 256;
    private static final int BYTES_PER_FRAME = 64 << 10;
    private static final Duration LOOK_UP_EVERY = Duration.ofSeconds(10);
    private static final Duration OUTAGE_REPORT_EVERY = Duration.ofSeconds(10);

    /** Begins what an endpoint says that does not let the agent in. */
    static final String REFUSED = "refused: ";

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final AgentConfig config;
    private final String node;
    private final LocalChannel channel;
    private final LocalDecisions local;
    private final JobListener listener;
    private final Hello hello;
    private final LinkCounters counters = new LinkCounters();
    private final LoopResources loops = LoopResources.create("emfs-link", 1, true);
    private final EventLoop loop;
    private final HttpClient client;
    private final ScheduledExecutorService care = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "emfs-link-care");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<InetSocketAddress, EndpointConnection> connections = new LinkedHashMap<>();
    private final Attempts attempts = new Attempts();
    private final Set<String> reported = new HashSet<>();
    private final AtomicBoolean armed = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    private List<Future<?>> repeated = List.of();
    private @Nullable Stream taker;
    private @Nullable ScheduledFuture<?> orphaning;
    private boolean pumping;
    private long outageReportedNs = System.nanoTime();
    private volatile long downSinceNs = System.nanoTime();
    private volatile LinkStatus status = new LinkStatus(false, false, 0, "", 0, "");

    /**
     * Connects to nobody yet. Throws {@link IllegalStateException} if token or certificates cannot be had.
     *
     * @param local decides while no job does
     */
    public AgentLink(EmfsConfig config, LocalChannel channel, LocalDecisions local, JobListener listener) {
        this.config = config.agent();
        this.node = config.node();
        this.channel = channel;
        this.local = local;
        this.listener = listener;
        LinkTerms terms = LinkTerms.of(config);
        this.hello = Hello.newBuilder()
                .setOldestProtocol(LinkProtocol.OLDEST)
                .setNewestProtocol(LinkProtocol.NEWEST)
                .setVersion(LinkProtocol.RELEASE)
                .setNode(node)
                .setToken(LinkToken.of(terms.link()).text())
                .setQueuesDigest(terms.queuesDigest())
                .build();
        this.loop = loops.onClient(false).next();
        this.client = new LinkTls(terms.link())
                .secure(HttpClient.create(ConnectionProvider.newConnection()))
                .runOn(preferNative -> loop, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_LIMIT_MS)
                .option(ChannelOption.TCP_NODELAY, true);
    }

    /** Looks for endpoints from now on. */
    public void start() {
        Future<?> lookUps =
                care.scheduleWithFixedDelay(this::lookUp, 0, LOOK_UP_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        loop.execute(OwnThreads::joinRoad); // commands must not wait for the functions that they are about
        long beatMs = config.link().heartbeat().toMillis();
        Future<?> ticks = loop.scheduleAtFixedRate(this::tick, beatMs, beatMs, TimeUnit.MILLISECONDS);
        repeated = List.of(lookUps, ticks);
        loop.execute(this::pump);
    }

    public LinkStatus status() {
        LinkStatus now = status;
        return new LinkStatus(
                now.up(),
                now.orphaned(),
                now.endpoints(),
                now.attempt(),
                now.up() ? 0 : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - downSinceNs),
                now.trouble());
    }

    public LinkCounters counters() {
        return counters;
    }

    private void lookUp() {
        Set<InetSocketAddress> found = EndpointDirectory.lookUp(config.job(), this::lookUpFailed);
        loop.execute(() -> follow(found));
    }

    private void lookUpFailed(String trouble) {
        loop.execute(() -> trouble(trouble));
    }

    /** A name that is not known just now says nothing about the endpoints that are linked. */
    private void follow(Set<InetSocketAddress> found) {
        for (InetSocketAddress address : found) {
            connections.computeIfAbsent(address, each -> {
                EndpointConnection connection = new EndpointConnection(this, loop, each);
                loop.execute(connection::connect);
                return connection;
            });
        }
        connections.entrySet().removeIf(each -> {
            boolean gone = !found.contains(each.getKey()) && each.getValue().admitted() == null;
            if (gone) {
                each.getValue().close("the job is not there any more");
            }
            return gone;
        });
    }

    private void tick() {
        reportOutage();
        long limitNs = config.link().heartbeat().toNanos() * LinkProtocol.HEARTBEATS_TO_LOSS;
        connections.values().forEach(each -> each.tick(limitNs));
    }

    boolean isUp() {
        return taker != null;
    }

    HttpClient client() {
        return client;
    }

    Hello hello() {
        return hello;
    }

    /** False if its attempt of the job is over. */
    boolean admits(Welcome welcome) {
        return attempts.joined(welcome.getAttempt(), welcome.getOpenedMs());
    }

    void welcomed(Stream stream, String endpoint, Welcome welcome) {
        LOG.info("linked to {}, eMFS {}, attempt {}", endpoint, welcome.getVersion(), welcome.getAttempt());
        String current = attempts.current();
        connections.values().forEach(each -> {
            Stream other = each.admitted();
            if (other != null && !other.attempt().equals(current)) {
                other.sayGoodbye("another attempt of the job is newer");
            }
        });
        refresh();
    }

    /** It takes events, or goes on to. */
    void credited(Stream stream) {
        if (taker == null) {
            take(stream);
        }
        if (taker == stream) {
            pump();
        }
    }

    void writable(Stream stream) {
        if (taker == stream) {
            pump();
        }
    }

    private void take(Stream stream) {
        taker = stream;
        channel.join();
        channel.attend();
        reported.clear();
        ScheduledFuture<?> waiting = orphaning;
        if (waiting != null) {
            waiting.cancel(false);
            orphaning = null;
        }
        status = new LinkStatus(true, false, linked(), attempts.current(), 0, "");
        care.execute(listener::joined);
    }

    void ended(Stream stream, String why) {
        if (!stream.attempt().isEmpty()) {
            attempts.left(stream.attempt());
        }
        trouble(why);
        if (taker == stream && !closed.get()) {
            lose();
        }
        refresh();
    }

    private void lose() {
        taker = null;
        channel.attend();
        downSinceNs = System.nanoTime();
        outageReportedNs = downSinceNs;
        status = new LinkStatus(false, false, linked(), attempts.current(), 0, status.trouble());
        LOG.warn(
                "no job takes this node's events ({}); places are kept, quanta enforced here, for {} s",
                status.trouble(),
                config.orphanAfter().toSeconds());
        orphaning = care.schedule(
                () -> loop.execute(this::orphan), config.orphanAfter().toMillis(), TimeUnit.MILLISECONDS);
        connections.values().stream()
                .map(EndpointConnection::admitted)
                .filter(other -> other != null && other.takesEvents())
                .findFirst()
                .ifPresent(this::take);
        if (taker == null) {
            connections.values().forEach(EndpointConnection::hurry);
        }
        pump();
    }

    private void orphan() {
        if (taker == null && orphaning != null) {
            orphaning = null;
            status = new LinkStatus(false, true, linked(), attempts.current(), 0, status.trouble());
            LOG.warn(
                    "no job for {} s: all threads are put back",
                    config.orphanAfter().toSeconds());
            care.execute(listener::orphaned);
        }
    }

    private void trouble(String text) {
        LinkStatus now = status;
        status = new LinkStatus(now.up(), now.orphaned(), now.endpoints(), now.attempt(), 0, text);
        if (!now.up() && text.contains(REFUSED) && reported.add(text)) {
            LOG.warn("no link: {}", text);
        }
    }

    /** Each endpoint that does not answer is no news; that none does for a while is. */
    private void reportOutage() {
        long nowNs = System.nanoTime();
        if (taker == null && nowNs - outageReportedNs > OUTAGE_REPORT_EVERY.toNanos()) {
            outageReportedNs = nowNs;
            LOG.warn("{}", status().text());
        }
    }

    private void refresh() {
        LinkStatus now = status;
        status = new LinkStatus(now.up(), now.orphaned(), linked(), attempts.current(), 0, now.trouble());
    }

    private int linked() {
        return (int) connections.values().stream()
                .filter(each -> each.admitted() != null)
                .count();
    }

    /** Sends what there is, as far as it is taken; comes again when there is more, or when more is taken. */
    private void pump() {
        if (pumping) {
            return; // writing asks for more, in here
        }
        pumping = true;
        Stream to = taker;
        if (to == null) {
            decideHere();
        } else {
            while (to.ready() && sendSome(to)) {}
        }
        pumping = false;
        boolean waitsForJob = taker != null && !taker.ready();
        if (!waitsForJob && armed.compareAndSet(false, true)) {
            CompletableFuture<Void> unused = channel.available()
                    .thenRun(() -> loop.execute(() -> {
                        armed.set(false);
                        pump();
                    }));
        }
    }

    private boolean sendSome(Stream to) {
        Events.Builder events = Events.newBuilder();
        int[] bytes = new int[1];
        while (events.getEventCount() < EVENTS_PER_FRAME && bytes[0] < BYTES_PER_FRAME) {
            int drained = channel.drain(
                    event -> {
                        ByteString encoded = encode(event);
                        bytes[0] += encoded.size();
                        events.addEvent(encoded);
                    },
                    1);
            if (drained == 0) {
                break;
            }
        }
        if (events.getEventCount() == 0) {
            return false;
        }
        to.send(events.build());
        return true;
    }

    private static ByteString encode(NodeEvent event) {
        ByteString.Output out = ByteString.newOutput();
        try {
            Codecs.NODE_EVENT.writeVersioned(event, new DataOutputStream(out));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteString();
    }

    private void decideHere() {
        boolean orphaned = status.orphaned();
        channel.drain(
                event -> {
                    counters.dropped();
                    if (!orphaned) {
                        local.on(event).ifPresent(channel::emit);
                    }
                },
                Integer.MAX_VALUE);
    }

    /** Commands are for this node's functions only. */
    void deliver(Command command) {
        if (isOurs(command.key())) {
            channel.emit(command);
        }
    }

    void deliver(FunctionReport report) {
        if (isOurs(report.summary().key())) {
            channel.emit(report);
        }
    }

    /** Of the whole job: whichever endpoint brings it. It is shown, as functions are, until there is another. */
    void deliver(LearningReport report) {
        channel.show(report);
    }

    private boolean isOurs(FunctionKey key) {
        return key.node().equals(node);
    }

    /** Says goodbye. Threads are the agent's to put back. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        repeated.forEach(each -> each.cancel(false));
        care.shutdownNow();
        loop.execute(() -> connections.values().forEach(each -> each.close("the agent ends")));
        loops.disposeLater(Duration.ofMillis(50), CLOSE_TIMEOUT).block(CLOSE_TIMEOUT.multipliedBy(2));
    }
}

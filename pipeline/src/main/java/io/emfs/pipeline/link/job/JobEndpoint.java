package io.emfs.pipeline.link.job;

import com.google.protobuf.ByteString;
import io.emfs.config.LinkConfig;
import io.emfs.config.PortRange;
import io.emfs.pipeline.link.LinkProtocol;
import io.emfs.pipeline.link.LinkTerms;
import io.emfs.pipeline.link.LinkTls;
import io.emfs.pipeline.link.LinkToken;
import io.emfs.pipeline.net.Newcomers;
import io.emfs.state.Command;
import io.emfs.state.FunctionReport;
import io.emfs.state.LearningReport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * Where one TaskManager listens for agents, for all sources and sinks of one attempt of the job there. Agents connect to all
 * endpoints of a job: each sends its events to one that gives it credit, and hears its commands from wherever the policy of
 * its node is. Got from {@link JobEndpoints}. Thread-safe; nothing blocks but opening and closing.
 *
 * <p>A connection has five seconds to say who it is. How many may be in these at once is bounded, and so is what each of
 * them can make this side keep.
 */
public final class JobEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(JobEndpoint.class);

    private static final Duration HELLO_LIMIT = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final int CLOSE_DELAY_MS = 100;
    private static final int MAX_STRANGERS = 1024;
    private static final int MAX_HEADER_BYTES = 8 << 10;
    private static final int LOOPS = 2;
    private static final int BACKLOG = 1024;

    /** Bytes of events that may be on their way to the readers here, and what one agent has at least and at most of it. */
    private static final long CREDIT_BUDGET = 64 << 20;

    private static final long MIN_WINDOW = 8 << 10;
    private static final long MAX_WINDOW = 256 << 10;

    private static final long AWAY_NS = Duration.ofMinutes(1).toNanos();

    private final Newcomers newcomers;
    private final LinkConfig config;
    private final String attempt;
    private final LinkToken token;
    private final ByteString queuesDigest;
    private final String id = UUID.randomUUID().toString();
    private final long openedMs = System.currentTimeMillis();
    private final EndpointCounters counters = new EndpointCounters();
    private final Map<String, NodeDesk> desks = new ConcurrentHashMap<>();
    private final List<Inbox> inboxes = new CopyOnWriteArrayList<>();
    private final AtomicInteger agents = new AtomicInteger();
    private final AtomicLong sweptNs = new AtomicLong(System.nanoTime());
    private final Set<Refusal> reported = EnumSet.noneOf(Refusal.class);
    private final LoopResources loops = LoopResources.create("emfs-link", LOOPS, true);
    private final DisposableServer server;
    private volatile @Nullable LearningReport learning;

    /** Listens when it returns; throws {@link IllegalStateException} that names the key if it cannot. */
    JobEndpoint(LinkTerms terms, String attempt) {
        this(terms, attempt, HELLO_LIMIT, MAX_STRANGERS);
    }

    JobEndpoint(LinkTerms terms, String attempt, Duration helloLimit, int maxStrangers) {
        this.newcomers = new Newcomers(maxStrangers, helloLimit, new Strangers());
        this.config = terms.link();
        this.attempt = attempt;
        this.token = LinkToken.of(config);
        this.queuesDigest = terms.queuesDigest();
        try {
            this.server = bind(new LinkTls(config)
                    .secure(HttpServer.create())
                    .runOn(loops, false)
                    .host(config.bind())
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .http2Settings(settings -> settings.maxConcurrentStreams(1).maxHeaderListSize(MAX_HEADER_BYTES))
                    .doOnChannelInit((observer, channel, remote) -> onConnection(channel))
                    .handle(this::onStream));
        } catch (RuntimeException e) {
            loops.dispose();
            throw e;
        }
        LOG.info("listening for agents on {}:{}, attempt {}", config.bind(), port(), attempt);
    }

    private DisposableServer bind(HttpServer unbound) {
        PortRange ports = config.ports();
        ChannelBindException last = null;
        for (int port = ports.first(); port <= ports.last(); port++) {
            try {
                return unbound.port(port).bindNow();
            } catch (ChannelBindException e) {
                last = e;
            }
        }
        throw new IllegalStateException(
                "cannot listen for agents on " + config.bind() + " (agent.link.bind), none of the ports " + ports
                        + " (agent.link.ports) is to be had: "
                        + (last == null || last.getCause() == null
                                ? ""
                                : last.getCause().getMessage()),
                last);
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    public EndpointCounters counters() {
        return counters;
    }

    /** Agents that are here. */
    public int agents() {
        return agents.get();
    }

    /**
     * For one source reader. Agents of other nodes get no credit from it, and look for another endpoint.
     *
     * @param own the nodes that it reads
     */
    public Inbox openInbox(Predicate<String> own) {
        Inbox inbox = new Inbox(own);
        inboxes.add(inbox);
        sessions(AgentSession::attachSoon);
        return inbox;
    }

    /** Its agents are sent away, and come back. */
    public void closeInbox(Inbox inbox) {
        inboxes.remove(inbox);
        sessions(session -> session.detachSoon(inbox));
    }

    /** To the agent of the command's node; it waits for one that is away for a moment. */
    public void emit(Command command) {
        NodeDesk desk = desks.get(command.key().node());
        if (desk == null) {
            counters.undelivered(1);
            return;
        }
        counters.undelivered(desk.outbox().add(command));
        AgentSession session = desk.session();
        if (session != null) {
            session.wake();
        }
    }

    /** To the agent of the function's node, if it is there and keeps up. */
    public void emit(FunctionReport report) {
        NodeDesk desk = desks.get(report.summary().key().node());
        AgentSession session = desk == null ? null : desk.session();
        if (session == null || !session.offer(report)) {
            counters.undelivered(1);
        }
    }

    /** To all agents, those that come later as well; every subtask here says the same. */
    public void emit(LearningReport report) {
        if (!report.equals(learning)) {
            learning = report;
            sessions(AgentSession::wake);
        }
    }

    /** The newest; null before the first one. */
    @Nullable
    LearningReport learning() {
        return learning;
    }

    private void onConnection(Channel channel) {
        if (newcomers.admit(channel)) {
            channel.eventLoop().execute(() -> channel.pipeline().addLast(new Unhandled())); // behind all the others
        }
    }

    private final class Strangers implements Newcomers.Listener {
        @Override
        public void crowded(Channel channel) {
            counters.refused(Refusal.CROWDED);
        }

        @Override
        public void silent(Channel channel) {
            counters.refused(Refusal.SILENT);
            report(Refusal.SILENT, String.valueOf(channel.remoteAddress()), "it said nothing");
        }
    }

    /** What Netty makes nothing of is no HTTP/2; it would write a stack trace for each. */
    private final class Unhandled extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            counters.refused(Refusal.HTTP);
            report(Refusal.HTTP, String.valueOf(context.channel().remoteAddress()), String.valueOf(cause.getMessage()));
            close(context.channel());
        }
    }

    private static void close(Channel channel) {
        Future<?> unused = channel.close();
    }

    /** Behind what was written. */
    private static void closeSoon(Channel channel) {
        Future<?> unused = channel.eventLoop().schedule(() -> close(channel), CLOSE_DELAY_MS, TimeUnit.MILLISECONDS);
    }

    private Publisher<Void> onStream(HttpServerRequest request, HttpServerResponse response) {
        if (!request.method().equals(HttpMethod.POST) || !LinkProtocol.PATH.equals("/" + request.path())) {
            counters.refused(Refusal.HTTP);
            return response.status(HttpResponseStatus.NOT_FOUND).send();
        }
        Channel[] connection = new Channel[1];
        request.withConnection(each -> connection[0] = each.channel().parent() == null
                ? each.channel()
                : each.channel().parent());
        Channel channel = connection[0];
        AgentSession session = new AgentSession(this, channel, () -> closeSoon(channel));
        long beatMs = config.heartbeat().toMillis();
        long limitNs = config.heartbeat().toNanos() * LinkProtocol.HEARTBEATS_TO_LOSS;
        var ticks = channel.eventLoop()
                .scheduleAtFixedRate(
                        () -> {
                            session.tick(limitNs);
                            forgetThoseAway();
                        },
                        beatMs,
                        beatMs,
                        TimeUnit.MILLISECONDS);
        Future<?> unused = channel.closeFuture().addListener(closed -> {
            ticks.cancel(false);
            session.broke();
        });
        request.receive().subscribe(session::receive, broken -> session.broke(), session::ended);
        return response.send(session.frames(), each -> true);
    }

    /** Null if there are too many; the node's former agent, if it is still there, has to go. */
    @Nullable
    NodeDesk admit(String node, AgentSession session, Channel connection) {
        if (agents.incrementAndGet() > config.maxAgents()) {
            agents.decrementAndGet();
            return null;
        }
        counters.admitted();
        newcomers.known(connection);
        NodeDesk desk = desks.computeIfAbsent(node, NodeDesk::new);
        AgentSession former = desk.take(session);
        if (former != null) {
            LOG.warn("another agent says that it is node {}; the former one is sent away", node);
            former.sayGoodbyeSoon("another agent says that it is node " + node);
        }
        return desk;
    }

    void left(NodeDesk desk, AgentSession session) {
        agents.decrementAndGet();
        desk.leave(session);
    }

    private void forgetThoseAway() {
        long nowNs = System.nanoTime();
        long lastNs = sweptNs.get();
        if (nowNs - lastNs < AWAY_NS / 4 || !sweptNs.compareAndSet(lastNs, nowNs)) {
            return; // it is every session that asks
        }
        desks.values().removeIf(desk -> desk.isAwayFor(AWAY_NS));
    }

    /** Null while no source here reads that node. */
    @Nullable
    Inbox inboxOf(String node) {
        return inboxes.stream().filter(inbox -> inbox.isFor(node)).findAny().orElse(null);
    }

    /** Bytes of events that an agent may have on its way. */
    long window() {
        return Math.max(MIN_WINDOW, Math.min(MAX_WINDOW, CREDIT_BUDGET / Math.max(1, agents.get())));
    }

    LinkToken token() {
        return token;
    }

    ByteString queuesDigest() {
        return queuesDigest;
    }

    String id() {
        return id;
    }

    String attempt() {
        return attempt;
    }

    long openedMs() {
        return openedMs;
    }

    /** Each reason once; the counters have them all. */
    synchronized void report(Refusal refusal, String peer, String reason) {
        if (reported.add(refusal)) {
            LOG.warn("refused {}: {}; the next ones of this kind are only counted", peer, reason);
        }
    }

    private void sessions(Consumer<AgentSession> each) {
        desks.values().forEach(desk -> {
            AgentSession session = desk.session();
            if (session != null) {
                each.accept(session);
            }
        });
    }

    /** Stops listening; agents look for another endpoint. */
    void close() {
        sessions(session -> session.sayGoodbyeSoon("the job has ended here"));
        server.disposeNow(CLOSE_TIMEOUT);
        loops.disposeLater(Duration.ZERO, CLOSE_TIMEOUT).subscribe();
    }
}

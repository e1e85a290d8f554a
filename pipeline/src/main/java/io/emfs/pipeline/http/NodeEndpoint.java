package io.emfs.pipeline.http;

import io.emfs.config.HttpConfig;
import io.emfs.pipeline.net.Newcomers;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * The node's HTTP face: GET of some {@link Resource}s and of an index of them at {@code /}. Everything else is a 4xx in
 * JSON; a resource that fails is a 500 that tells nothing but goes to the log. One event loop of its own; resources run
 * on Reactor's bounded elastic threads. So many connections at once and no more, and none that asks for nothing. Plain HTTP without authentication: bind it to an address that may be read.
 */
public final class NodeEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeEndpoint.class);

    private static final int MAX_REQUEST_LINE_BYTES = 2048;
    private static final int MAX_HEADER_BYTES = 8192;
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(5);

    /** Scrapers, dashboards and their browsers are some ten; what is more would take the agent's files and memory. */
    private static final int MAX_CONNECTIONS = 256;

    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final LoopResources loop = LoopResources.create("emfs-http", 1, true);
    private final DisposableServer server;
    private final LongAdder crowded = new LongAdder();
    private final LongAdder silent = new LongAdder();
    private final Newcomers connections;

    private NodeEndpoint(HttpConfig config, List<Resource> resources, int maxConnections, Duration silenceLimit) {
        connections = new Newcomers(maxConnections, silenceLimit, new Refusals());
        resources.forEach(resource -> this.resources.put(resource.path(), resource));
        try {
            server = HttpServer.create()
                    .runOn(loop)
                    .host(config.bind())
                    .port(config.port())
                    .idleTimeout(IDLE_TIMEOUT)
                    .doOnChannelInit((observer, channel, remote) -> connections.admit(channel))
                    .httpRequestDecoder(spec ->
                            spec.maxInitialLineLength(MAX_REQUEST_LINE_BYTES).maxHeaderSize(MAX_HEADER_BYTES))
                    .handle(this::answer)
                    .bindNow();
        } catch (RuntimeException e) {
            loop.dispose();
            throw new EndpointBindException(config.bind(), config.port(), e);
        }
    }

    /**
     * Listens when it returns.
     *
     * @throws EndpointBindException if the address cannot be had
     */
    public static NodeEndpoint start(HttpConfig config, List<Resource> resources) {
        return start(config, resources, MAX_CONNECTIONS, SILENCE_LIMIT);
    }

    static NodeEndpoint start(HttpConfig config, List<Resource> resources, int maxConnections, Duration silenceLimit) {
        return new NodeEndpoint(config, resources, maxConnections, silenceLimit);
    }

    /** The port it listens on, also if 0 was asked for. */
    public int port() {
        return server.port();
    }

    /** Connections closed because there were {@link #MAX_CONNECTIONS} already. */
    public long crowdedCount() {
        return crowded.sum();
    }

    /** Connections closed because they had asked for nothing in time. */
    public long silentCount() {
        return silent.sum();
    }

    private final class Refusals implements Newcomers.Listener {
        @Override
        public void crowded(Channel channel) {
            crowded.increment();
        }

        @Override
        public void silent(Channel channel) {
            silent.increment();
        }
    }

    private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        request.withConnection(connection -> connections.spoke(connection.channel()));
        if (!request.method().equals(HttpMethod.GET)) {
            response.header(HttpHeaderNames.ALLOW, "GET");
            return request.receive() // closing upon an unread body would reset the connection and lose the answer
                    .then()
                    .timeout(BODY_TIMEOUT)
                    .onErrorComplete()
                    .then(Mono.defer(() -> Mono.from(send(response, Content.error(405, "only GET is served here")))));
        }
        String path;
        Map<String, String> query;
        try {
            path = request.fullPath();
            query = query(request.uri());
        } catch (IllegalArgumentException malformed) {
            return send(response, Content.error(400, "malformed URI"));
        }
        return Mono.fromCallable(() -> get(path, query))
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorResume(e -> {
                    LOG.error("GET {}: {}", path, e.getMessage(), e);
                    return Mono.just(Content.error(500, "internal error; the log of the agent tells"));
                })
                .flatMap(content -> Mono.from(send(response, content)));
    }

    private static Map<String, String> query(String uri) {
        return new QueryStringDecoder(uri)
                .parameters().entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                Map.Entry::getKey,
                                parameter -> parameter.getValue().get(0)));
    }

    private Content get(String path, Map<String, String> query) {
        Resource resource = resources.get(path);
        if (resource != null) {
            return resource.get(query);
        }
        return path.equals("/") ? index() : Content.error(404, "no such resource; / lists them");
    }

    private Content index() {
        StringBuilder text = new StringBuilder("eMFS\n\n");
        resources
                .values()
                .forEach(resource -> text.append(String.format("%-16s %s%n", resource.path(), resource.purpose())));
        return Content.text(text.toString());
    }

    private static Publisher<Void> send(HttpServerResponse response, Content content) {
        return response.status(content.status())
                .header(HttpHeaderNames.CONTENT_TYPE, content.mediaType())
                .header("X-Content-Type-Options", "nosniff")
                .sendString(content.text());
    }

    /** Stops listening and closes what is open. */
    @Override
    public void close() {
        server.disposeNow(CLOSE_TIMEOUT);
        loop.dispose();
    }
}

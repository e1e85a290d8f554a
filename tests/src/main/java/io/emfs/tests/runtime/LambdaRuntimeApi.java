package io.emfs.tests.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The AWS Lambda runtime API, version 2018-06-01, as far as a runtime needs it: hands out invocations and takes their
 * answers. Each answer of its own is one segment. A thread per connection; thread-safe.
 */
final class LambdaRuntimeApi implements AutoCloseable {
    private static final String INVOCATION = "/2018-06-01/runtime/invocation/";
    private static final Pattern OUTCOME = Pattern.compile("POST " + INVOCATION + "([^/]+)/(response|error) .*");
    private static final int LIMIT_S = 20;
    private static final long DEADLINE_MS = TimeUnit.SECONDS.toMillis(LIMIT_S);

    private final ServerSocket server;
    private final BlockingQueue<Invocation> offered = new LinkedBlockingQueue<>();
    private final Map<String, Invocation> running = new ConcurrentHashMap<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger waiting = new AtomicInteger();

    private LambdaRuntimeApi(ServerSocket server) {
        this.server = server;
    }

    /** On 127.0.0.1; port 0 takes a free one. */
    static LambdaRuntimeApi start(int port) throws IOException {
        LambdaRuntimeApi api =
                new LambdaRuntimeApi(new ServerSocket(port, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
        thread("lambda-api-" + api.port(), api::accept);
        return api;
    }

    int port() {
        return server.getLocalPort();
    }

    /** Whether a runtime waits for an invocation. */
    boolean isAskedForTheNext() {
        return waiting.get() > 0;
    }

    /** Hands out one invocation and blocks until it was answered; {@link IOException} if that was an error. */
    String invoke(String event) throws IOException, InterruptedException {
        Invocation invocation = new Invocation(UUID.randomUUID().toString(), event, new CompletableFuture<>());
        offered.add(invocation);
        try {
            return invocation.answer.get(LIMIT_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("invocation " + invocation.id + ": " + e, e);
        }
    }

    @Override
    public void close() {
        closeQuietly(server);
        connections.forEach(LambdaRuntimeApi::closeQuietly);
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = server.accept();
                connections.add(connection);
                thread("lambda-api-" + port() + "-connection", () -> serve(connection));
            }
        } catch (IOException closed) {
            // by close()
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream());
            for (String request = line(in); !request.isEmpty(); request = line(in)) {
                connection.getOutputStream().write(answer(request, body(in)).getBytes(UTF_8));
            }
        } catch (IOException closed) {
            // by the runtime's end, or by close()
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    private String answer(String request, String body) throws InterruptedException {
        if (request.startsWith("GET " + INVOCATION + "next ")) {
            return next();
        }
        Matcher outcome = OUTCOME.matcher(request);
        Invocation invocation = outcome.matches() ? running.remove(outcome.group(1)) : null;
        if (invocation == null) {
            return http("404 Not Found", "", "{}");
        }
        if (outcome.group(2).equals("error")) {
            invocation.answer.completeExceptionally(new IOException(body));
        } else {
            invocation.answer.complete(body);
        }
        return http("202 Accepted", "", "{\"status\":\"OK\"}");
    }

    private String next() throws InterruptedException {
        waiting.incrementAndGet();
        Invocation invocation;
        try {
            invocation = offered.take();
        } finally {
            waiting.decrementAndGet();
        }
        running.put(invocation.id, invocation);
        String headers = "Lambda-Runtime-Aws-Request-Id: " + invocation.id + "\r\n"
                + "Lambda-Runtime-Deadline-Ms: " + (System.currentTimeMillis() + DEADLINE_MS) + "\r\n"
                + "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-central-1:123456789012:function:fib\r\n";
        return http("200 OK", headers, invocation.event);
    }

    private static String http(String status, String headers, String body) {
        // without a Content-Type the runtime's native part crashes
        return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n"
                + headers + "\r\n" + body;
    }

    /** Reads the rest of the head and as much as it says. */
    private static String body(InputStream in) throws IOException {
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        return new String(in.readNBytes(length), UTF_8);
    }

    /** Without its end; empty at the end of the stream, too. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // nothing is left to do with it
        }
    }

    private record Invocation(String id, String event, CompletableFuture<String> answer) {}
}

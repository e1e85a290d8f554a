package io.emfs.pipeline.http;

import static io.emfs.pipeline.Events.key;
import static io.emfs.pipeline.Events.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emfs.bpf.monitor.RequestTotals;
import io.emfs.config.HttpConfig;
import io.emfs.config.PolicyConfig.Mode;
import io.emfs.config.Slo;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeEndpointTest {
    private static final HttpConfig ANY_PORT = new HttpConfig("127.0.0.1", 0);

    private static final RequestTotals TOTALS = new RequestTotals(10, 6, 2, 1, 100, 200);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final FunctionBoard board = new FunctionBoard();
    private final Map<String, ComponentHealth> health = new ConcurrentHashMap<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final NodeEndpoint endpoint = NodeEndpoint.start(
            ANY_PORT,
            List.of(
                    new MetricsResource(registry, new FunctionMetrics(board, key -> TOTALS)),
                    new HealthResource(() -> health),
                    new FunctionsResource(
                            board,
                            key -> key.function().equals("f") ? new Slo(95, Duration.ofMillis(24)) : null,
                            key -> new int[] {7, 8},
                            key -> TOTALS),
                    new Broken()));

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void closesWhoAsksForNothing() throws Exception {
        try (NodeEndpoint impatient = NodeEndpoint.start(ANY_PORT, List.of(), 2, Duration.ofMillis(50));
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), impatient.port())) {
            silent.setSoTimeout(10_000);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(impatient.silentCount()).isEqualTo(1);
        }
    }

    @Test
    void boundsItsConnectionsWhateverTheySay() throws Exception {
        try (NodeEndpoint small = NodeEndpoint.start(ANY_PORT, List.of(), 2, Duration.ofSeconds(60));
                Socket asking = new Socket(InetAddress.getLoopbackAddress(), small.port());
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), small.port())) {
            asking.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(asking.getInputStream().read()).isEqualTo('H');
            try (Socket third = new Socket(InetAddress.getLoopbackAddress(), small.port())) {
                third.setSoTimeout(10_000);
                assertThat(ended(third)).isTrue();
            }
            assertThat(small.crowdedCount()).isEqualTo(1);
            assertThat(silent.isConnected()).isTrue();
        }
    }

    private static boolean ended(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() == -1;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void listsItsResources() throws Exception {
        HttpResponse<String> response = get("/");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
        assertThat(response.body()).contains("/metrics ", "/healthz ", "/api/functions ");
    }

    @Test
    void showsMetersToPrometheus() throws Exception {
        registry.counter("emfs_executor_threads_gone_total").increment(3);
        HttpResponse<String> response = get("/metrics?name=x");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
        assertThat(response.body()).contains("emfs_executor_threads_gone_total 3.0");
    }

    @Test
    void showsThousandsOfFunctionsToPrometheus() throws Exception {
        int functions = 2000;
        IntStream.range(0, functions).forEach(i -> board.update(report(key("f" + i), "fast", 10_000, 50, 2)));
        registry.counter("emfs_executor_threads_gone_total");
        HttpResponse<String> response = get("/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        int perFunction = 1 + 1 + 1 + 3 + 6 * 3 + 1;
        assertThat(response.body().lines().filter(line -> line.startsWith("emfs_function_")))
                .doesNotHaveDuplicates()
                .hasSize(functions * perFunction);
        assertThat(response.body()).contains("emfs_executor_threads_gone_total 0.0");
    }

    @Test
    void isHealthyWhileAllComponentsAreUp() throws Exception {
        health.put("monitor", new ComponentHealth(true, "requests"));
        health.put("job", new ComponentHealth(true, "running"));
        HttpResponse<String> response = get("/healthz");
        assertThat(response.statusCode()).isEqualTo(200);
        health.put("executor", new ComponentHealth(false, "EPERM"));
        response = get("/healthz");
        assertThat(response.statusCode()).isEqualTo(503);
        JsonNode json = json(response);
        assertThat(json.at("/up").asBoolean()).isFalse();
        assertThat(json.at("/components/monitor/up").asBoolean()).isTrue();
        assertThat(json.at("/components/executor/detail").asText()).isEqualTo("EPERM");
    }

    @Test
    void showsFunctions() throws Exception {
        board.update(report(key("f"), "fast", 10_000, 50, 2));
        board.place(key("f"), 2, Mode.FAIR);
        board.update(report(key("g"), "fast", 10_000, 0, 6));
        HttpResponse<String> response = get("/api/functions");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        JsonNode functions = json(response).at("/functions");
        assertThat(functions).hasSize(2);
        assertThat(functions.get(0)).isEqualTo(new ObjectMapper().readTree("""
                                        {"name": "f", "node": "n1", "slo": {"percentile": 95.0, "latencyMs": 24.0},
                                         "queue": 2, "mode": "fair", "instances": [7, 8],
                                         "requests": {"arrivals": 10, "answered": 6, "unanswered": 2, "unsupported": 1,
                                                      "inFlight": 1, "bytesIn": 100, "bytesOut": 200},
                                         "basis": null, "forecast": null,
                                         "windows": [
                                          {"name": "fast", "sizeMs": 1000, "endMs": 10000, "count": 50, "ratePerSecond": 50.0,
                                           "latencyMs": {"p50": 4.0, "p95": 9.0, "p99": 10.0},
                                           "queueMs": {"p50": 1.0, "p95": 2.0, "p99": 3.0},
                                           "serviceMs": {"p50": 3.0, "p95": 7.0, "p99": 8.0},
                                           "durationMs": null, "onCpuMs": null, "runQueueWaitMs": null}]}
                                        """));
        assertThat(functions.get(1).at("/mode").isNull()).isTrue();
        assertThat(functions.get(1).at("/slo").isNull()).isTrue();
        assertThat(functions.get(1).at("/windows/0/latencyMs").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/metrics/", "/metrics%2f", "/../../etc/passwd", "//metrics", "/%00"})
    void knowsNothingElse(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).at("/status").asInt()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void allowsOnlyGet(String method) throws Exception {
        HttpResponse<String> response = client.send(
                request("/metrics")
                        .method(method, BodyPublishers.ofString("x".repeat(100_000)))
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).hasValue("GET");
        assertThat(json(response).at("/status").asInt()).isEqualTo(405);
    }

    @Test
    void tellsNothingOfItsInside() throws Exception {
        HttpResponse<String> response = get("/broken");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("secret", "Exception", "at io.emfs");
    }

    @Test
    void answersGarbageWith4xxAndLivesOn() throws Exception {
        byte[] noise = new byte[512];
        new Random(1).nextBytes(noise);
        List<String> garbage = List.of(
                new String(noise, StandardCharsets.ISO_8859_1) + "\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n", // a TLS hello
                "GET\r\n\r\n",
                "GET /metrics\r\n\r\n",
                "GET http://%zz:port/ HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /metrics?a=%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET ::::%% HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /" + "a".repeat(5000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(10_000) + "\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
        for (String request : garbage) {
            String answer = exchange(request);
            assertThat(answer).as(request).doesNotContain("Exception", "\tat ");
            assertThat(answer).as(request).matches("(?s)HTTP/1\\.[01] 4\\d\\d .*");
        }
        assertThat(get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void namesHostAndPortOfATakenAddress() {
        assertThatThrownBy(() -> NodeEndpoint.start(new HttpConfig("127.0.0.1", endpoint.port()), List.of()))
                .isInstanceOf(EndpointBindException.class)
                .hasMessageContaining("127.0.0.1:" + endpoint.port());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path))
                .version(HttpClient.Version.HTTP_1_1);
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }

    /** Sends the bytes and an end of file; everything that comes back. */
    private String exchange(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException reset) {
            return "";
        }
    }

    private static final class Broken implements Resource {
        @Override
        public String path() {
            return "/broken";
        }

        @Override
        public String purpose() {
            return "fails";
        }

        @Override
        public Content get() {
            throw new IllegalStateException("secret");
        }
    }
}

package io.emfs.tests.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;

/** A function behind HTTP on a port of this machine. */
final class HttpFunctionProcess implements RunningFunction {
    /** fib(27), which all functions here compute. */
    private static final String ANSWER = "196418";

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ProcessTree processes;
    private final HttpRequest request;
    // cleartext HTTP/2 would begin with an upgrade
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private HttpFunctionProcess(ProcessTree processes, int port) {
        this.processes = processes;
        request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .timeout(LIMIT)
                .build();
    }

    /** Blocks until it accepts connections, without a request. */
    static HttpFunctionProcess await(ProcessTree processes, int port) throws IOException, InterruptedException {
        try {
            processes.awaitStart(() -> accepts(port));
            return new HttpFunctionProcess(processes, port);
        } catch (IOException | InterruptedException e) {
            processes.close();
            throw e;
        }
    }

    @Override
    public Set<Integer> pids() {
        return processes.pids();
    }

    @Override
    public void invoke(int times) throws IOException, InterruptedException {
        for (int i = 0; i < times; i++) {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200 || !response.body().equals(ANSWER)) {
                throw new IOException(request.uri() + ": " + response.statusCode() + " " + response.body());
            }
        }
    }

    @Override
    public void close() {
        processes.close();
    }

    private static boolean accepts(int port) {
        try (Socket ignored = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}

package io.emfs.jobs.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks the running agent for JSON. Failures throw {@link IOException} with a message for the user. */
final class AgentClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final URI address;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    AgentClient(URI address) {
        this.address = address;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = fetch(path);
        if (response.statusCode() != OK) {
            throw new IOException(address.resolve(path) + ": HTTP status " + response.statusCode() + ", "
                    + response.body().strip());
        }
        return Json.mapper().readTree(response.body());
    }

    /** Empty if the agent answers, but has no such thing: it is starting, or older than this command. */
    Optional<JsonNode> find(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = fetch(path);
        return response.statusCode() == OK ? Optional.of(Json.mapper().readTree(response.body())) : Optional.empty();
    }

    private HttpResponse<String> fetch(String path) throws IOException, InterruptedException {
        URI uri = address.resolve(path);
        try {
            return http.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new IOException(
                    "no agent answers at " + uri + "; is it running (./emfs run), and on that port (--url)?", e);
        }
    }
}

package io.emfs.pipeline.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * What a request is answered with.
 *
 * @param text in pieces; written on the thread that subscribes, if {@code text} does not see to that itself
 */
public record Content(int status, String mediaType, Publisher<String> text) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Content text(String text) {
        return new Content(200, "text/plain; charset=utf-8", Mono.just(text));
    }

    /** Throws {@link IllegalArgumentException} if Jackson cannot write {@code value}. */
    public static Content json(int status, Object value) {
        try {
            return new Content(status, "application/json", Mono.just(JSON.writeValueAsString(value) + "\n"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON of " + value.getClass().getName(), e);
        }
    }

    static Content error(int status, String error) {
        return json(status, Map.of("status", status, "error", error));
    }
}

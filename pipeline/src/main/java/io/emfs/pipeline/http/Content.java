package io.emfs.pipeline.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** What a request is answered with. */
public record Content(int status, String mediaType, String text) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Content text(String text) {
        return new Content(200, "text/plain; charset=utf-8", text);
    }

    /** Throws {@link IllegalArgumentException} if Jackson cannot write {@code value}. */
    public static Content json(int status, Object value) {
        try {
            return new Content(status, "application/json", JSON.writeValueAsString(value) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON of " + value.getClass().getName(), e);
        }
    }

    static Content error(int status, String error) {
        return json(status, Map.of("status", status, "error", error));
    }
}

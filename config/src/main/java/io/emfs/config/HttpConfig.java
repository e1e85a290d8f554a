package io.emfs.config;

import java.io.Serializable;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * {@code http}: where metrics and API are served.
 *
 * @param bind a loopback address
 * @param port 0 for any free port
 */
public record HttpConfig(String bind, int port) implements Serializable {
    /** Loopback, on the usual port of OpenTelemetry's Prometheus exporters. */
    public static final HttpConfig DEFAULT = new HttpConfig("127.0.0.1", 9464);

    // textual: a name that resolves to loopback today may not tomorrow
    private static final Predicate<String> LOOPBACK = Pattern.compile(
                    "localhost|::1|127(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})){3}")
            .asMatchPredicate();
    private static final ValueType<String> BIND = ValueType.of(
            "must be a loopback address (127.0.0.0/8, ::1 or localhost): nothing may listen beyond loopback without TLS"
                    + " in this version",
            DEFAULT.bind,
            text -> text,
            LOOPBACK);

    /** Whether the text says so: what a name resolves to is nobody's promise. */
    static boolean isLoopback(String address) {
        return LOOPBACK.test(address);
    }

    static HttpConfig read(Section at) {
        return new HttpConfig(
                at.optional("bind", BIND, DEFAULT.bind).value(),
                at.optional("port", ValueType.integer(0, 65535), DEFAULT.port).value());
    }
}

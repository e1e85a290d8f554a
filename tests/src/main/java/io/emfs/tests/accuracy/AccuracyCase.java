package io.emfs.tests.accuracy;

import io.emfs.state.Quantity;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A shape of traffic on which naive monitors err, and what the monitor is judged by on it. */
public enum AccuracyCase {
    KEEPALIVE("keepalive", Quantity.LATENCY, 2, ""),
    EIGHT_CONNECTIONS("8-connections", Quantity.LATENCY, 2, "--connections 8 --pause-us 0"),
    NEW_CONNECTION("new-connection", Quantity.LATENCY, 2, "--fresh"),
    IPV6("ipv6", Quantity.LATENCY, 2, "--ipv6"),
    ONE_MB_REQUEST("1mb-request", Quantity.LATENCY, 3, "--request-bytes 1048576"),
    ACCEPT_WAIT("accept-wait", Quantity.LATENCY, 53, "--fresh --accept-delay-ms 50"),
    /** The request rides the handshake's last ACK. */
    DEFER_ACCEPT("defer-accept", Quantity.LATENCY, 2, "--fresh --defer-accept"),
    SLOW_UPLOAD("slow-upload", Quantity.LATENCY, 93, "--request-bytes 65536 --upload-parts 4 --upload-gap-ms 30"),
    /** The client shuts its sending side down after the request. */
    HALF_CLOSE("half-close", Quantity.LATENCY, 2, "--fresh --half-close"),
    CHUNKED("chunked", Quantity.DURATION, 13, "--response-bytes 6144 --response-parts 6 --response-gap-ms 2"),
    EARLY_FLUSH("early-flush", Quantity.DURATION, 13, "--headers-first --response-gap-ms 10"),
    CONTINUE("100-continue", Quantity.DURATION, 3, "--request-bytes 4096 --expect-continue"),
    FOUR_MB_RESPONSE("4mb-response", Quantity.LATENCY, 6, "--headers-first --response-bytes 4194304");

    private final String title;
    private final Quantity judged;
    private final Duration perRequest;
    private final String arguments;

    AccuracyCase(String title, Quantity judged, int perRequestMs, String arguments) {
        this.title = title;
        this.judged = judged;
        this.perRequest = Duration.ofMillis(perRequestMs);
        this.arguments = arguments;
    }

    /** Throws {@link IllegalArgumentException} with the titles that there are. */
    public static AccuracyCase of(String title) {
        return Arrays.stream(values())
                .filter(known -> known.title.equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("case " + title + ", there are "
                        + Arrays.stream(values()).map(AccuracyCase::title).collect(Collectors.joining(", "))));
    }

    public String title() {
        return title;
    }

    /** {@link Quantity#LATENCY} where the response is of one piece, otherwise {@link Quantity#DURATION}. */
    public Quantity judged() {
        return judged;
    }

    /** About what a request takes. */
    Duration perRequest() {
        return perRequest;
    }

    /** What {@code truth} is told. */
    List<String> arguments() {
        return arguments.isEmpty() ? List.of() : List.of(arguments.split(" "));
    }
}

package io.emfs.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * {@code monitor}.
 *
 * @param ringBytes size of the BPF ring buffer, a power of two and a multiple of the page
 * @param maxSockets connections tracked at once
 * @param maxProcesses processes of functions tracked at once
 */
public record MonitorConfig(Mode mode, Duration flush, int ringBytes, int maxSockets, int maxProcesses)
        implements Serializable {
    /** Room for a burst of some 100 000 events and for every process a node can run. */
    public static final MonitorConfig DEFAULT =
            new MonitorConfig(Mode.AUTO, Duration.ofMillis(100), 8 << 20, 65_536, 16_384);

    // the kernel's PID_MAX_LIMIT, taken for sockets too
    private static final ValueType<Integer> MAP_ENTRIES = ValueType.integer(1, 4_194_304);
    private static final ValueType<Integer> RING = ValueType.of(
            "must be a power of two in 64KiB..1GiB",
            DEFAULT.ringBytes,
            text -> Math.toIntExact(Math.min(ByteSizes.parse(text), Integer.MAX_VALUE)),
            bytes -> Integer.bitCount(bytes) == 1 && bytes >= 64 << 10 && bytes <= 1 << 30);

    /** Every request, kernel digests, or one of them by rate. */
    public enum Mode {
        REQUESTS,
        DIGESTS,
        AUTO
    }

    static MonitorConfig read(Section at) {
        return new MonitorConfig(
                at.optional("mode", ValueType.oneOf(Mode.class), DEFAULT.mode).value(),
                at.optional("flush", ValueType.positiveDuration(), DEFAULT.flush)
                        .value(),
                at.optional("ring", RING, DEFAULT.ringBytes).value(),
                at.optional("max-sockets", MAP_ENTRIES, DEFAULT.maxSockets).value(),
                at.optional("max-processes", MAP_ENTRIES, DEFAULT.maxProcesses).value());
    }
}

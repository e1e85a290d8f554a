package io.emfs.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * {@code monitor}.
 *
 * @param digestAbove requests per second from which on {@link Mode#AUTO} aggregates a function in the kernel
 * @param arrival which moment counts as a request's arrival
 * @param attach how the BPF programs are attached, where a hook has a choice
 * @param ringBytes size of the BPF ring buffer, a power of two and a multiple of the page
 * @param maxFunctions functions watched at once
 * @param maxDigests functions aggregated in the kernel at once
 * @param maxSockets connections tracked at once
 * @param maxProcesses processes of functions tracked at once
 * @param maxPeers clients kept in the per-peer view; 0 for none
 */
public record MonitorConfig(
        Mode mode,
        Duration flush,
        int digestAbove,
        Arrival arrival,
        Attach attach,
        int ringBytes,
        int maxFunctions,
        int maxDigests,
        int maxSockets,
        int maxProcesses,
        int maxPeers)
        implements Serializable {
    /** Room for a burst of some 100 000 events and for every process a node can run. */
    public static final MonitorConfig DEFAULT = new MonitorConfig(
            Mode.AUTO,
            Duration.ofMillis(100),
            1_000,
            Arrival.INGRESS,
            Attach.AUTO,
            8 << 20,
            16_384,
            256,
            65_536,
            16_384,
            0);

    // the kernel's PID_MAX_LIMIT, taken for sockets too
    private static final ValueType<Integer> MAP_ENTRIES = ValueType.integer(1, 4_194_304);
    private static final ValueType<Integer> FUNCTIONS = ValueType.integer(1, 1_048_576);
    private static final ValueType<Integer> DIGESTS = ValueType.integer(1, 16_384);
    private static final ValueType<Integer> PEERS = ValueType.integer(0, 1_048_576);
    private static final ValueType<Integer> RING = ValueType.of(
            "must be a power of two in 64KiB..512MiB",
            DEFAULT.ringBytes,
            text -> Math.toIntExact(Math.min(ByteSizes.parse(text), Integer.MAX_VALUE)),
            bytes -> Integer.bitCount(bytes) == 1 && bytes >= 64 << 10 && bytes <= 512 << 20);

    /** Every request, kernel digests, or one of them by rate. */
    public enum Mode {
        REQUESTS,
        DIGESTS,
        AUTO
    }

    /** When the network stack gets a packet, by the kernel's stamp, or when TCP does. */
    public enum Arrival {
        INGRESS,
        TCP
    }

    /** The cheapest that the kernel takes, or one of them wherever a hook has it. */
    public enum Attach {
        AUTO,
        FENTRY,
        KPROBE,
        RAW_TRACEPOINT
    }

    static MonitorConfig read(Section at) {
        return new MonitorConfig(
                at.optional("mode", ValueType.oneOf(Mode.class), DEFAULT.mode).value(),
                at.optional("flush", ValueType.positiveDuration(), DEFAULT.flush)
                        .value(),
                at.optional("digest-above", ValueType.integer(1, Integer.MAX_VALUE), DEFAULT.digestAbove)
                        .value(),
                at.optional("arrival", ValueType.oneOf(Arrival.class), DEFAULT.arrival)
                        .value(),
                at.optional("attach", ValueType.oneOf(Attach.class), DEFAULT.attach)
                        .value(),
                at.optional("ring", RING, DEFAULT.ringBytes).value(),
                at.optional("max-functions", FUNCTIONS, DEFAULT.maxFunctions).value(),
                at.optional("max-digests", DIGESTS, DEFAULT.maxDigests).value(),
                at.optional("max-sockets", MAP_ENTRIES, DEFAULT.maxSockets).value(),
                at.optional("max-processes", MAP_ENTRIES, DEFAULT.maxProcesses).value(),
                at.optional("max-peers", PEERS, DEFAULT.maxPeers).value());
    }
}

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

    /** Every request, kernel digests, or one of them by rate. */
    public enum Mode {
        REQUESTS,
        DIGESTS,
        AUTO
    }
}

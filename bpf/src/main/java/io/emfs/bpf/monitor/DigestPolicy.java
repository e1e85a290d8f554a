package io.emfs.bpf.monitor;

import io.emfs.config.MonitorConfig;

/** When a function's requests are aggregated in the kernel instead of being sent. Pure. */
record DigestPolicy(MonitorConfig.Mode mode, int digestAbove) {
    /** A rate has to fall this far below the limit before each request is sent again, lest it flutters. */
    private static final double RETURN_AT = 0.5;

    boolean digests(boolean digestsNow, double requestsPerSecond) {
        return switch (mode) {
            case REQUESTS -> false;
            case DIGESTS -> true;
            case AUTO -> requestsPerSecond >= (digestsNow ? RETURN_AT * digestAbove : digestAbove);
        };
    }
}

package io.emfs.tests.overhead;

import java.util.List;
import java.util.Locale;

/** Who watches the server while it is measured. */
public enum Watcher {
    NOBODY,
    /** eMFS, an event per request. */
    REQUESTS,
    /** eMFS, aggregated in the kernel. */
    DIGESTS,
    /** {@code rival}: the same definition with plain libbpf, an event per request. */
    RIVAL;

    static final List<Watcher> ALL_THAT_WATCH = List.of(REQUESTS, DIGESTS, RIVAL);

    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.emfs.tests.faas;

import java.util.Locale;

/** Who schedules a phase. */
public enum FaasPolicy {
    /** The kernel's fair scheduler, and nobody else. */
    DEFAULT,
    /** The same, each function with a nice value by its declared {@link SizeClass}. */
    NICE,
    /** FIFO up to a slice that follows the arrivals, then fair: SFS (SC'22). */
    SFS,
    /** FIFO up to a fixed CPU time, then fair (Middleware'24). */
    FIFO_CFS,
    /** Shortest remaining service first, by an oracle that knows each request's. */
    SRTF,
    EMFS,
    /** eMFS without its learned model. */
    EMFS_LADDER;

    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

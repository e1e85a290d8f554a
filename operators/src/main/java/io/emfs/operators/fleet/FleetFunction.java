package io.emfs.operators.fleet;

import io.emfs.config.Slo;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function on all nodes, over one window. Percentiles are those of all its requests together. Immutable.
 *
 * @param nodes on which it answered requests
 * @param missed requests above the SLO's bound; 0 without an SLO
 * @param slo null if it has none
 */
public record FleetFunction(
        String name,
        int nodes,
        long requests,
        double ratePerSecond,
        long missed,
        @Nullable Slo slo,
        double p50Ns,
        double p95Ns,
        double p99Ns,
        double maxNs)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** 0…1. */
    public double missedShare() {
        return requests == 0 ? 0 : (double) missed / requests;
    }
}

package io.emfs.tests.hostile;

import io.emfs.bpf.monitor.RequestMonitor;
import java.util.Optional;

/** Where {@link RequestTotals} come from. */
@FunctionalInterface
public interface Ledger {
    /** For a monitor that does not count arrivals. */
    Ledger NONE = monitor -> Optional.empty();

    /** The counts at this moment, or empty if nobody keeps them. */
    Optional<RequestTotals> totals(RequestMonitor monitor);
}

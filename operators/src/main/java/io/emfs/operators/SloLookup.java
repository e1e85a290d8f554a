package io.emfs.operators;

import io.emfs.config.Slo;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** The SLO of each function; travels with the job, so implementations must be serialisable and immutable. */
@FunctionalInterface
public interface SloLookup extends Serializable {

    /** Null for a function without an SLO. */
    @Nullable
    Slo sloOf(String function);
}

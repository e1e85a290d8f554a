package io.emfs.operators.window;

import java.io.Serializable;
import java.util.function.LongSupplier;

/** Wall clock in epoch ms; travels with the job, so it is serialisable. */
@FunctionalInterface
public interface EpochClock extends LongSupplier, Serializable {
    EpochClock SYSTEM = System::currentTimeMillis;
}

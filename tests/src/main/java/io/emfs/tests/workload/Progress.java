package io.emfs.tests.workload;

import java.time.Duration;

/** Told once a second how far a scenario is, on a thread of the scenario's own. */
@FunctionalInterface
public interface Progress {
    Progress SILENT = (phase, phaseLeft, totalLeft) -> {};

    /**
     * Reports where the scenario is.
     *
     * @param phase e.g. {@code default, load 80 %, round 1 of 3}
     * @param phaseLeft until it stops sending; zero while the last responses arrive
     * @param totalLeft of this and all later phases
     */
    void update(String phase, Duration phaseLeft, Duration totalLeft);
}

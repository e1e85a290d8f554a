package io.emfs.tests.overhead;

/** One phase: what the server answered and what its watcher saw. */
record Measured(Watcher watcher, Throughput load, Sighting sighting) {
    /** The part of the requests that the watcher saw; 1 = all. */
    double seen() {
        return (double) sighting.requests() / load.answered();
    }

    /** Less what an empty program would have taken. */
    double netNsPerRequest(HookCost empty) {
        return nsPerRequest() - empty.nsPerRun() * sighting.runs() / load.answered();
    }

    double nsPerRequest() {
        return (double) sighting.runTimeNs() / load.answered();
    }
}

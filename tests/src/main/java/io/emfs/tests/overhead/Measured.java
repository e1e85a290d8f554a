package io.emfs.tests.overhead;

/** One phase: what the server answered and what its watcher saw. */
record Measured(Watcher watcher, Throughput load, Sighting sighting) {
    /** The part of the requests that the watcher saw; 1 = all, more where it has watched for longer. */
    double seen() {
        return (double) sighting.requests() / load.answered();
    }

    /** Less what the kernel makes of as many runs of an empty program, which is the cost of timing it. */
    double nsPerRequest(HookCost empty) {
        return timedNsPerRequest() - empty.nsPerRun() * sighting.runs() / load.answered();
    }

    double timedNsPerRequest() {
        return (double) sighting.runTimeNs() / load.answered();
    }
}

package io.emfs.tests.learning.simulation;

/** Forks a node, runs the next window in each queue, several times over. One thread; its core is used again. */
final class QueueTruth {
    private static final double P95 = 0.95;

    private final SimulatedCore fork;
    private final int queues;
    private final int replicas;
    private final int minRequests;

    QueueTruth(SimulatedCore like, int queues, int replicas, int minRequests) {
        this.fork = like.sibling();
        this.queues = queues;
        this.replicas = replicas;
        this.minRequests = minRequests;
    }

    /** Each future has the same requests in all queues. */
    WhatIf of(SimulatedCore core, int source, long windowNs, long seed) {
        double[] lnP95 = new double[queues];
        boolean[] known = new boolean[queues];
        for (int queue = 1; queue <= queues; queue++) {
            int enough = 0;
            for (int replica = 0; replica < replicas; replica++) {
                fork.copyFrom(core);
                fork.reseed(SplitMix.mix(seed, replica));
                fork.setQueue(source, queue);
                fork.runUntil(fork.nowNs() + windowNs);
                boolean counted = fork.tally(source).count() >= minRequests;
                double p95Ns = counted ? fork.tally(source).latencyNs(P95) : fork.latencyOrAgeNs(source, P95);
                lnP95[queue - 1] += Math.log(Math.max(1, p95Ns)) / replicas;
                enough += counted ? 1 : 0;
            }
            known[queue - 1] = enough == replicas;
        }
        return new WhatIf(lnP95, known);
    }
}

package io.emfs.jobs.replay;

/** Nanoseconds for display: in ms, to the µs. */
final class Milliseconds {
    private static final double NS_PER_US = 1e3;
    private static final double US_PER_MS = 1e3;

    private Milliseconds() {}

    static double of(double ns) {
        return Math.rint(ns / NS_PER_US) / US_PER_MS;
    }
}

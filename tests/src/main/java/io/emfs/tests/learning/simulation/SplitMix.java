package io.emfs.tests.learning.simulation;

import java.util.random.RandomGenerator;

/**
 * SplitMix64 (Steele et al., OOPSLA 2014) with its state in sight: a stream is one {@code long}, so that a fork of a
 * simulation copies all its streams as an array. One thread.
 */
final class SplitMix implements RandomGenerator {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    SplitMix(long seed) {
        this.state = seed;
    }

    /** A seed that tells two purposes, e.g. two functions, apart. */
    static long mix(long seed, long purpose) {
        return mixed(mixed(seed + GOLDEN_GAMMA) ^ (purpose * GOLDEN_GAMMA));
    }

    long state() {
        return state;
    }

    SplitMix at(long streamState) {
        state = streamState;
        return this;
    }

    @Override
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mixed(state);
    }

    private static long mixed(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}

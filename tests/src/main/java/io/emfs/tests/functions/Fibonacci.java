package io.emfs.tests.functions;

/** A few milliseconds of CPU. */
final class Fibonacci {
    static final int N = 27;

    private Fibonacci() {}

    static int of(int n) {
        return n < 2 ? n : of(n - 1) + of(n - 2);
    }
}

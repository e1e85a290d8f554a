package io.emfs.tests.overhead;

/**
 * What the client got.
 *
 * @param answered all requests, warm-up and drain included where there are any
 * @param perSecond after the warm-up
 */
record Throughput(long answered, double perSecond) {}

package io.emfs.state;

/** What is measured of each request, all in ns; the order is the kernel's ({@code enum quantity} of emfs.h). */
public enum Quantity {
    /** Time to first byte: arrival of the last inbound payload byte → first response byte. */
    LATENCY(0),
    /** Arrival → application read. */
    QUEUE_DELAY(1),
    /** Application read → first response byte. */
    SERVICE(2),
    /** Arrival → last response byte. */
    DURATION(3),
    /** CPU time of the serving thread. */
    ON_CPU(4),
    /** How long the serving thread was runnable and did not run. */
    RUN_QUEUE_WAIT(5);

    private final int index;

    Quantity(int index) {
        this.index = index;
    }

    /** Its place in stored slices and in the kernel's digests. */
    public int index() {
        return index;
    }
}

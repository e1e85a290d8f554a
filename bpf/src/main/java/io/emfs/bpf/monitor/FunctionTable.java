package io.emfs.bpf.monitor;

import io.emfs.bpf.libbpf.BpfMap;
import io.emfs.bpf.libbpf.MappedArray;
import org.agrona.concurrent.UnsafeBuffer;

/** The kernel side's {@code functions} array, mapped: what it counts of each function, and what it is told. Thread-safe. */
final class FunctionTable implements AutoCloseable {
    private final MappedArray slots;

    /** {@code capacity} is the largest function id. */
    FunctionTable(BpfMap map, int capacity) {
        slots = new MappedArray(map, capacity + 1, FunctionDescriptor.SIZE_BYTES);
    }

    RequestTotals totals(int id) {
        UnsafeBuffer slot = slots.slot(id);
        // what ends a request is read before what begins it, so that none is in flight less than 0 times
        long answered = slot.getLongVolatile(FunctionDescriptor.ANSWERED_OFFSET);
        long unanswered = slot.getLongVolatile(FunctionDescriptor.UNANSWERED_OFFSET);
        long unsupported = slot.getLongVolatile(FunctionDescriptor.UNSUPPORTED_OFFSET);
        return new RequestTotals(
                slot.getLongVolatile(FunctionDescriptor.ARRIVALS_OFFSET),
                answered,
                unanswered,
                unsupported,
                slot.getLongVolatile(FunctionDescriptor.BYTES_IN_OFFSET),
                slot.getLongVolatile(FunctionDescriptor.BYTES_OUT_OFFSET));
    }

    /** Requests that wait for an answer at this moment. */
    int inFlight(int id) {
        UnsafeBuffer slot = slots.slot(id);
        long ended = slot.getLongVolatile(FunctionDescriptor.ANSWERED_OFFSET)
                + slot.getLongVolatile(FunctionDescriptor.UNANSWERED_OFFSET)
                + slot.getLongVolatile(FunctionDescriptor.UNSUPPORTED_OFFSET);
        return (int) Math.max(0, slot.getLongVolatile(FunctionDescriptor.ARRIVALS_OFFSET) - ended);
    }

    long answered(int id) {
        return slots.slot(id).getLongVolatile(FunctionDescriptor.ANSWERED_OFFSET);
    }

    /** Slower answers are sent singly whatever the mode. */
    void slo(int id, long sloNs) {
        slots.slot(id).putLongVolatile(FunctionDescriptor.SLO_NS_OFFSET, sloNs);
    }

    /** The function's base queue, from 1, and the CPU time that a request is expected to take; 0 if that is not known. */
    void place(int id, int queue, long demandNs) {
        UnsafeBuffer slot = slots.slot(id);
        slot.putLongVolatile(FunctionDescriptor.DEMAND_NS_OFFSET, demandNs);
        slot.putShortVolatile(FunctionDescriptor.QUEUE_OFFSET, (short) queue);
    }

    /** From now on the function's requests go into the digest; −1: they are sent. */
    void digest(int id, int slot) {
        slots.slot(id).putIntVolatile(FunctionDescriptor.DIGEST_OFFSET, slot + 1);
    }

    void client(int id) {
        slots.slot(id).putShortVolatile(FunctionDescriptor.FLAGS_OFFSET, FunctionDescriptor.CLIENT);
    }

    @Override
    public void close() {
        slots.close();
    }
}

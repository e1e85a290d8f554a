package io.emfs.tests.learning.simulation;

import java.util.Arrays;

/** Requests that wait for I/O: a binary heap by the time at which they become runnable. One thread. */
final class IoWaits {
    private static final int INITIAL = 16;

    private long[] endsNs = new long[INITIAL];
    private int[] requests = new int[INITIAL];
    private int size;

    void copyFrom(IoWaits other) {
        if (endsNs.length < other.size) {
            endsNs = new long[other.endsNs.length];
            requests = new int[other.requests.length];
        }
        System.arraycopy(other.endsNs, 0, endsNs, 0, other.size);
        System.arraycopy(other.requests, 0, requests, 0, other.size);
        size = other.size;
    }

    /** {@link Long#MAX_VALUE} where nobody waits. */
    long nextNs() {
        return size == 0 ? Long.MAX_VALUE : endsNs[0];
    }

    void add(int request, long endNs) {
        if (size == endsNs.length) {
            endsNs = Arrays.copyOf(endsNs, 2 * size);
            requests = Arrays.copyOf(requests, 2 * size);
        }
        int at = size++;
        while (at > 0 && endsNs[(at - 1) / 2] > endNs) {
            place(at, (at - 1) / 2);
            at = (at - 1) / 2;
        }
        endsNs[at] = endNs;
        requests[at] = request;
    }

    /** The request whose wait ends first. */
    int poll() {
        int first = requests[0];
        size--;
        long endNs = endsNs[size];
        int request = requests[size];
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && endsNs[child + 1] < endsNs[child]) {
                child++;
            }
            if (endsNs[child] >= endNs) {
                break;
            }
            place(at, child);
            at = child;
        }
        endsNs[at] = endNs;
        requests[at] = request;
        return first;
    }

    private void place(int to, int from) {
        endsNs[to] = endsNs[from];
        requests[to] = requests[from];
    }
}

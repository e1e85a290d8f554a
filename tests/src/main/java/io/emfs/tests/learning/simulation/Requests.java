package io.emfs.tests.learning.simulation;

import java.util.Arrays;

/** All requests that have no answer yet, as records in arrays that are used again; forks by copying them. One thread. */
final class Requests {
    static final int NONE = -1;
    private static final int FREE = -1;

    private static final int ARRIVED = 0;
    private static final int REMAINING = 1;
    private static final int PHASE = 2;
    private static final int IO = 3;
    private static final int ON_CPU = 4;
    private static final int WAITED = 5;
    private static final int READY_SINCE = 6;
    private static final int READ = 7;
    private static final int SLICE_USED = 8;
    private static final int PHASES_LEFT = 9;
    private static final int DROPS = 10;
    private static final int FIELDS = 11;

    private static final int INITIAL = 64;

    private long[] fields = new long[INITIAL * FIELDS];
    private int[] sources = new int[INITIAL];

    /** The next in whatever list a request is in; a request is in one at most. */
    private int[] next = new int[INITIAL];

    private int used;
    private int free = NONE;

    void copyFrom(Requests other) {
        if (sources.length < other.used) {
            fields = new long[other.fields.length];
            sources = new int[other.sources.length];
            next = new int[other.next.length];
        }
        System.arraycopy(other.fields, 0, fields, 0, other.used * FIELDS);
        System.arraycopy(other.sources, 0, sources, 0, other.used);
        System.arraycopy(other.next, 0, next, 0, other.used);
        used = other.used;
        free = other.free;
    }

    /** A new request; {@code phaseNs} of CPU time, then {@code ioNs} of waiting, {@code ioPhases} times, then again CPU. */
    int add(int source, long arrivedNs, long phaseNs, int ioPhases, long ioNs) {
        int request = free;
        if (request == NONE) {
            if (used == sources.length) {
                fields = Arrays.copyOf(fields, 2 * fields.length);
                sources = Arrays.copyOf(sources, 2 * sources.length);
                next = Arrays.copyOf(next, 2 * next.length);
            }
            request = used++;
        } else {
            free = next[request];
        }
        sources[request] = source;
        next[request] = NONE;
        int at = request * FIELDS;
        Arrays.fill(fields, at, at + FIELDS, 0);
        fields[at + ARRIVED] = arrivedNs;
        fields[at + REMAINING] = phaseNs;
        fields[at + PHASE] = phaseNs;
        fields[at + IO] = ioNs;
        fields[at + READY_SINCE] = arrivedNs;
        fields[at + READ] = NONE;
        fields[at + PHASES_LEFT] = ioPhases;
        return request;
    }

    void remove(int request) {
        sources[request] = FREE;
        next[request] = free;
        free = request;
    }

    int source(int request) {
        return sources[request];
    }

    int next(int request) {
        return next[request];
    }

    void setNext(int request, int following) {
        next[request] = following;
    }

    long arrivedNs(int request) {
        return fields[request * FIELDS + ARRIVED];
    }

    /** CPU time until the next I/O wait or the answer. */
    long remainingNs(int request) {
        return fields[request * FIELDS + REMAINING];
    }

    long ioNs(int request) {
        return fields[request * FIELDS + IO];
    }

    long onCpuNs(int request) {
        return fields[request * FIELDS + ON_CPU];
    }

    /** Time that it was runnable and did not run. */
    long waitedNs(int request) {
        return fields[request * FIELDS + WAITED];
    }

    /** When the application first ran for it; {@link #NONE} before. */
    long readNs(int request) {
        return fields[request * FIELDS + READ];
    }

    long sliceUsedNs(int request) {
        return fields[request * FIELDS + SLICE_USED];
    }

    void setSliceUsedNs(int request, long usedNs) {
        fields[request * FIELDS + SLICE_USED] = usedNs;
    }

    /** How often it has used up the quantum of a queue, and left it. */
    int drops(int request) {
        return (int) fields[request * FIELDS + DROPS];
    }

    void drop(int request) {
        fields[request * FIELDS + DROPS]++;
    }

    void readyAt(int request, long nowNs) {
        fields[request * FIELDS + READY_SINCE] = nowNs;
    }

    void dispatchedAt(int request, long nowNs) {
        int at = request * FIELDS;
        fields[at + WAITED] += nowNs - fields[at + READY_SINCE];
        if (fields[at + READ] == NONE) {
            fields[at + READ] = nowNs;
        }
    }

    void ran(int request, long occupiedNs, long progressNs) {
        int at = request * FIELDS;
        fields[at + ON_CPU] += occupiedNs;
        fields[at + SLICE_USED] += occupiedNs;
        fields[at + REMAINING] -= progressNs;
    }

    /** Whether there is another part after this one; if so, it is set up. */
    boolean nextPhase(int request) {
        int at = request * FIELDS;
        if (fields[at + PHASES_LEFT] == 0) {
            return false;
        }
        fields[at + PHASES_LEFT]--;
        fields[at + REMAINING] = fields[at + PHASE];
        return true;
    }

    /** CPU time that all of them still ask for. */
    long outstandingNs() {
        long sum = 0;
        for (int request = 0; request < used; request++) {
            if (sources[request] != FREE) {
                int at = request * FIELDS;
                sum += fields[at + REMAINING] + fields[at + PHASES_LEFT] * fields[at + PHASE];
            }
        }
        return sum;
    }

    /** Appends the ages of a source's requests to {@code ages} from {@code count} on; returns the new count. */
    int ages(int source, long nowNs, long[] ages, int count) {
        int filled = count;
        for (int request = 0; request < used; request++) {
            if (sources[request] == source) {
                ages[filled++] = nowNs - arrivedNs(request);
            }
        }
        return filled;
    }
}

package io.emfs.state;

import java.util.Arrays;
import java.util.List;

/**
 * What one slice of a sliding window saw of one function; slices merge into windows. All values in ns. Mutable, not
 * thread-safe.
 *
 * <p>The quantities count apart: a request's duration is known later than its latency, and the CPU time of one that
 * changed threads is not known at all.
 */
public final class WindowSlice {
    private static final Quantity[] QUANTITIES = Quantity.values();

    /** Of {@link #inFlight}: no single answer was seen. */
    public static final int UNKNOWN = -1;

    private final LatencySketch[] sketches;
    private long answeredNs;
    private int inFlight = UNKNOWN;

    public WindowSlice() {
        this(Arrays.stream(QUANTITIES).map(quantity -> new LatencySketch()).toArray(LatencySketch[]::new));
    }

    /** Takes ownership of the sketches, one per {@link Quantity} in its order. */
    public WindowSlice(LatencySketch... sketches) {
        if (sketches.length != QUANTITIES.length) {
            throw new IllegalArgumentException(
                    "sketches=" + sketches.length + ", expected one for each of " + Arrays.toString(QUANTITIES));
        }
        this.sketches = sketches;
    }

    /** What all of them have seen; {@code sum} is empty before and after. */
    public static WindowSlice sum(List<WindowSlice> slices, SketchSum sum) {
        LatencySketch[] sums = new LatencySketch[QUANTITIES.length];
        for (int i = 0; i < sums.length; i++) {
            for (WindowSlice slice : slices) {
                sum.add(slice.sketches[i]);
            }
            sums[i] = sum.drain();
        }
        WindowSlice united = new WindowSlice(sums);
        for (WindowSlice slice : slices) {
            united.see(slice.answeredNs, slice.inFlight);
        }
        return united;
    }

    public void add(RequestAnswered request) {
        of(Quantity.LATENCY).add(request.latencyNs());
        of(Quantity.QUEUE_DELAY).add(request.queueNs());
        of(Quantity.SERVICE).add(request.serviceNs());
        see(request.timestampNs(), request.inFlight() - 1);
    }

    /** A single answer, and how many requests it left without one. Of two at the same time, the last left the fewest. */
    public void see(long atNs, int leftInFlight) {
        boolean fewer = atNs == answeredNs && leftInFlight < inFlight;
        if (leftInFlight != UNKNOWN && (inFlight == UNKNOWN || atNs > answeredNs || fewer)) {
            answeredNs = atNs;
            inFlight = leftInFlight;
        }
    }

    public void add(RequestCompleted request) {
        of(Quantity.DURATION).add(request.durationNs());
        if (request.cpuKnown()) {
            of(Quantity.ON_CPU).add(request.onCpuNs());
            of(Quantity.RUN_QUEUE_WAIT).add(request.runQueueWaitNs());
        }
    }

    /** Adds what {@code other} has seen; {@code other} stays as it is. */
    public void merge(WindowSlice other) {
        for (int i = 0; i < sketches.length; i++) {
            sketches[i].merge(other.sketches[i]);
        }
        see(other.answeredNs, other.inFlight);
    }

    public WindowSlice copy() {
        WindowSlice copy =
                new WindowSlice(Arrays.stream(sketches).map(LatencySketch::copy).toArray(LatencySketch[]::new));
        copy.see(answeredNs, inFlight);
        return copy;
    }

    /** Epoch ns of the last single answer; 0 if there was none, only digests. */
    public long answeredNs() {
        return answeredNs;
    }

    /** Requests that the last single answer left without one, or {@link #UNKNOWN}. */
    public int inFlight() {
        return inFlight;
    }

    /** Requests that got their first response byte. */
    public long count() {
        return of(Quantity.LATENCY).count();
    }

    /** Whether it saw nothing at all. */
    public boolean isEmpty() {
        for (LatencySketch sketch : sketches) {
            if (sketch.count() > 0) {
                return false;
            }
        }
        return true;
    }

    public LatencySketch of(Quantity quantity) {
        return sketches[quantity.index()];
    }

    public RequestPercentiles toPercentiles() {
        return new RequestPercentiles(
                of(Quantity.LATENCY).toPercentiles(),
                of(Quantity.QUEUE_DELAY).toPercentiles(),
                of(Quantity.SERVICE).toPercentiles(),
                of(Quantity.DURATION).toPercentiles(),
                of(Quantity.ON_CPU).toPercentiles(),
                of(Quantity.RUN_QUEUE_WAIT).toPercentiles());
    }
}

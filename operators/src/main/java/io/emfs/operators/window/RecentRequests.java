package io.emfs.operators.window;

import io.emfs.state.NodeEvent;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestCompleted;
import io.emfs.state.RequestDigest;
import io.emfs.state.SketchSum;
import io.emfs.state.WindowSlice;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests of one function that are not in their slices yet, and which slices these are. With many functions the slices are
 * out of the CPU's caches, and to fetch them costs more than to count: so a number of requests is counted by itself, and
 * becomes a part of each slice.
 * On the task thread.
 */
final class RecentRequests {
    private static final int ROOM = 64;

    /** In memory, a digest is worth many single requests. */
    private static final int ROOM_OF_DIGEST = 8;

    private final SketchSum sum;
    private final List<NodeEvent> events = new ArrayList<>();
    private int room = ROOM;
    private List<HeldSlice> slices = List.of();
    private long startMs;
    private long endMs;

    /** Adds up in {@code sum}, which is empty in between. */
    RecentRequests(SketchSum sum) {
        this.sum = sum;
    }

    /** Whether a request of that time belongs into the same slices as the last one, and all of them end in the future. */
    boolean covers(long timestampMs, long reachedMs) {
        return timestampMs >= startMs && timestampMs < endMs && reachedMs < endMs - 1;
    }

    /**
     * From now on requests go into these slices.
     *
     * @param fromMs the time that their slices have in common, inclusive; {@link #covers} holds within it
     * @param toMs exclusive
     */
    void direct(List<HeldSlice> into, long fromMs, long toMs) {
        if (!into.equals(slices)) {
            settle();
            for (HeldSlice slice : slices) {
                if (!into.contains(slice)) {
                    slice.compact(sum);
                }
            }
            slices = into;
        }
        startMs = fromMs;
        endMs = toMs;
    }

    void add(NodeEvent event) {
        events.add(event);
        room -= event instanceof RequestDigest ? ROOM_OF_DIGEST : 1;
        if (room <= 0) {
            settle();
        }
    }

    /** Puts all requests into their slices. */
    void settle() {
        if (events.isEmpty()) {
            return;
        }
        WindowSlice single = new WindowSlice();
        for (NodeEvent event : events) {
            if (event instanceof RequestAnswered answered) {
                single.add(answered);
            } else if (event instanceof RequestCompleted completed) {
                single.add(completed);
            } else if (event instanceof RequestDigest digest) {
                addPart(digest.requests());
            }
        }
        if (!single.isEmpty()) {
            addPart(single);
        }
        events.clear();
        room = ROOM;
    }

    private void addPart(WindowSlice part) {
        for (HeldSlice slice : slices) {
            slice.add(part, sum);
        }
    }
}

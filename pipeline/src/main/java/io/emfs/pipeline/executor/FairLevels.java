package io.emfs.pipeline.executor;

import io.emfs.config.QueueConfig;
import io.emfs.state.ThreadChange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code policy.mode: fair}: the queues as nice levels and EEVDF slices of SCHED_OTHER.
 *
 * <p>Real-time queues are spread evenly over the nice levels from −20 to +15, or up to the first queue that is configured
 * with policy {@code other} and a nice level of its own. Ranks refine that, by a nice level each, short of the next queue.
 * Late threads stand behind the functions of two queues below, or behind the last queue, and behind these functions without an SLO; where the last queue has a nice level
 * of its own, it is theirs, and late threads are just before it. A slice is a twentieth of the queue's quantum, within what the kernel takes:
 * 1 ms in p1 up to 25 ms in p6 by default.
 */
final class FairLevels {
    private static final int BEST_NICE = -20;
    private static final int LAST_QUEUES_NICE = 15;
    private static final int LATE_NICE = 16;
    private static final int SLICES_PER_QUANTUM = 20;

    /** The kernel's own bounds (__setparam_fair). */
    private static final long MIN_SLICE_NS = 100_000;

    private static final long MAX_SLICE_NS = 100_000_000;

    private FairLevels() {}

    /** {@code slices} tells whether the kernel has them. */
    static QueueLevels of(List<QueueConfig> queues, boolean slices) {
        int[] nice = niceLevels(queues);
        int last = nice.length - 1;
        boolean open = queues.get(last).priorities() != null;
        long lastSliceNs = slices ? sliceNs(queues.get(last)) : 0;
        List<Band> normal = new ArrayList<>();
        List<Band> late = new ArrayList<>();
        for (int i = 0; i <= last; i++) {
            int next = i < last ? nice[i + 1] : open ? LATE_NICE : RealTimeLevels.WORST_NICE + 1;
            Band band = Band.fair(
                    nice[i], nice[i] + RealTimeLevels.rankSpan(nice[i], next), slices ? sliceNs(queues.get(i)) : 0);
            int behind = Math.min(RealTimeLevels.WORST_NICE, band.last() + 1);
            int lateNice = open ? LATE_NICE : i < last ? Math.max(BEST_NICE, nice[last] - 1) : behind;
            normal.add(band);
            late.add(Band.fair(lateNice, lateNice, lastSliceNs));
        }
        for (int i = 0; i + ThreadChange.LATE_DROPS < last; i++) {
            Band below = normal.get(i + ThreadChange.LATE_DROPS);
            late.set(i, Band.fair(below.last(), below.last(), below.sliceNs()));
        }
        Band background = open ? Band.fair(LATE_NICE + 2, RealTimeLevels.WORST_NICE, lastSliceNs) : normal.get(last);
        return new QueueLevels(normal, late, background, normal.get(0).at(0));
    }

    private static int[] niceLevels(List<QueueConfig> queues) {
        int spread = (int) IntStream.range(0, queues.size())
                .takeWhile(i -> queues.get(i).priorities() != null)
                .count();
        boolean open = spread == queues.size();
        int end = open ? LAST_QUEUES_NICE : queues.get(spread).nice();
        int steps = Math.max(1, open ? spread - 1 : spread);
        return IntStream.range(0, queues.size())
                .map(i -> i < spread
                        ? BEST_NICE + (int) Math.round((double) (end - BEST_NICE) * i / steps)
                        : queues.get(i).nice())
                .toArray();
    }

    private static long sliceNs(QueueConfig queue) {
        return Math.max(MIN_SLICE_NS, Math.min(MAX_SLICE_NS, queue.quantum().toNanos() / SLICES_PER_QUANTUM));
    }
}

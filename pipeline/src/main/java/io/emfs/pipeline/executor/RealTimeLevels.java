package io.emfs.pipeline.executor;

import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.config.PriorityBand;
import io.emfs.config.QueueConfig;
import io.emfs.config.SchedulingClass;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code policy.mode: rt}: the queues as they are configured.
 *
 * <p>A rank is a priority lower within the queue's band, and functions beyond its width share the lowest. Late threads of
 * all real-time queues share the lowest third of the last real-time band (at least one priority of it), which is no
 * function's otherwise; there they stand in the order of their queues, then ranks.
 *
 * <p>In a queue of policy {@code other} a rank is a nice level, as long as the next such queue is not reached and for
 * {@link QueueConfig#FAIR_RANKS} ranks at most, and a late thread is one nice level behind its function.
 */
final class RealTimeLevels {
    static final int WORST_NICE = 19;

    private RealTimeLevels() {}

    static QueueLevels of(List<QueueConfig> queues) {
        @Nullable QueueConfig last = null;
        for (QueueConfig queue : queues) {
            last = queue.priorities() == null ? last : queue;
        }
        @Nullable PriorityBand lastBand = last == null ? null : last.priorities();
        List<Band> normal = new ArrayList<>();
        List<Band> late = new ArrayList<>();
        for (int i = 0; i < queues.size(); i++) {
            QueueConfig queue = queues.get(i);
            PriorityBand band = queue.priorities();
            int policy = ThreadPolicy.numberOf(queue.policy());
            if (band == null || last == null || lastBand == null) {
                int lastNice = queue.nice() + rankSpan(queue.nice(), nextNice(queues, i));
                normal.add(Band.fair(queue.nice(), lastNice, 0));
                late.add(Band.fair(Math.min(WORST_NICE, queue.nice() + 1), Math.min(WORST_NICE, lastNice + 1), 0));
            } else {
                int latest = lastBand.low() + last.lateRanks() - 1;
                normal.add(Band.realTime(policy, band.high(), band.equals(lastBand) ? latest + 1 : band.low()));
                late.add(Band.realTime(
                        ThreadPolicy.numberOf(last.policy()), Math.max(lastBand.low(), latest - i), lastBand.low()));
            }
        }
        return new QueueLevels(normal, late, boost(queues.get(0)));
    }

    private static int nextNice(List<QueueConfig> queues, int i) {
        return i + 1 < queues.size() ? queues.get(i + 1).nice() : WORST_NICE + 1;
    }

    /** How many nice levels behind its queue's a function may stand, with room for a late thread before the next queue. */
    static int rankSpan(int nice, int nextNice) {
        return Math.max(0, Math.min(QueueConfig.FAIR_RANKS - 1, nextNice - nice - 2));
    }

    /** Equals of SCHED_RR take turns; equals of SCHED_FIFO do not, so there it is one higher if the agent leaves room. */
    private static ThreadPolicy boost(QueueConfig first) {
        PriorityBand band = first.priorities();
        if (band == null) {
            return ThreadPolicy.other(first.nice());
        }
        return first.policy() == SchedulingClass.FIFO
                ? new ThreadPolicy(
                        ThreadPolicy.FIFO, Math.min(PriorityBand.AGENT_PRIORITY - 1, band.high() + 1), 0, false)
                : ThreadPolicy.roundRobin(band.high());
    }
}

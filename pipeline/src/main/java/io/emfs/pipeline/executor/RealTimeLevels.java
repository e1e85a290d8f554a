package io.emfs.pipeline.executor;

import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.config.PriorityBand;
import io.emfs.config.QueueConfig;
import io.emfs.config.SchedulingClass;
import io.emfs.state.ThreadChange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code policy.mode: rt}: the queues as they are configured.
 *
 * <p>A rank is a priority lower within the queue's band, and functions beyond its width share the lowest. The last real-time
 * band is shared out in thirds (at least one priority each, as far as they go): functions of that queue; late threads of the
 * functions ranked last; and functions without an SLO, if no other queue follows.
 *
 * <p>Late threads stand behind the functions of two queues below: to let them pass costs those further down little. The last
 * queue has no end of demands, so there a late thread stands one rank lower only, and that of a queue above behind the first
 * rank. They do not take turns there: of two late requests, one is to come to its end.
 *
 * <p>In a queue of policy {@code other} a rank is a nice level, as long as the next such queue is not reached and for
 * {@link QueueConfig#FAIR_RANKS} ranks at most, and a late thread is one nice level behind its function.
 */
final class RealTimeLevels {
    static final int WORST_NICE = 19;
    private static final int THIRDS = 3;

    private RealTimeLevels() {}

    static QueueLevels of(List<QueueConfig> queues) {
        @Nullable QueueConfig last = null;
        for (QueueConfig queue : queues) {
            last = queue.priorities() == null ? last : queue;
        }
        @Nullable PriorityBand lastBand = last == null ? null : last.priorities();
        int lastQueue = queues.size() - 1;
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
                Band lateBand = lateBand(last, lastBand, last.equals(queues.get(lastQueue)));
                normal.add(
                        Band.realTime(policy, band.high(), band.equals(lastBand) ? lateBand.first() + 1 : band.low()));
                late.add(lateBand(queues, i, lastBand, lateBand));
            }
        }
        PriorityBand whole = queues.get(lastQueue).priorities();
        Band background = whole == null
                ? normal.get(lastQueue)
                : Band.realTime(
                        normal.get(lastQueue).policy(),
                        whole.low() + queues.get(lastQueue).thirdOfRanks() - 1,
                        whole.low());
        return new QueueLevels(normal, late, background, boost(queues.get(0)));
    }

    /** What late threads have of the last real-time queue's band for themselves. */
    private static Band lateBand(QueueConfig queue, PriorityBand band, boolean background) {
        int below = background && band.width() >= THIRDS ? queue.thirdOfRanks() : 0;
        int low = band.low() + below;
        return Band.realTime(ThreadPolicy.FIFO, low + queue.thirdOfRanks() - 1, low);
    }

    /** Where late threads of queue {@code i} + 1 stand; {@code late} is what they have of the last band. */
    private static Band lateBand(List<QueueConfig> queues, int i, PriorityBand lastBand, Band late) {
        int drop = i + ThreadChange.LATE_DROPS;
        @Nullable PriorityBand below = drop < queues.size() ? queues.get(drop).priorities() : null;
        if (below != null && !below.equals(lastBand)) {
            return Band.realTime(ThreadPolicy.numberOf(queues.get(drop).policy()), below.low(), below.low());
        }
        int high = Math.max(late.last(), lastBand.high() - 1);
        boolean ranked = lastBand.equals(queues.get(i).priorities());
        return Band.realTime(late.policy(), high, ranked ? late.last() : high);
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

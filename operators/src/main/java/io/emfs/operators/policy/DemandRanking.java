package io.emfs.operators.policy;

import io.emfs.config.PolicyConfig.Ranking;
import io.emfs.config.QueueConfig;
import io.emfs.state.FunctionStanding;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of a node's functions inside a queue: the shortest demand per request is served first, which comes near
 * shortest-remaining-time-first without knowing any single request. Pure; immutable.
 *
 * <p>Where a queue has fewer ranks than functions, neighbours share one. A demand that is not known yet is taken to be a
 * third of the SLO's bound, or the queue's quantum without one.
 */
final class DemandRanking implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int SLO_OVER_DEMAND = 3;

    private final boolean enabled;
    private final List<Integer> widths;
    private final List<Long> quantaNs;
    private final Order order;

    private interface Order extends Comparator<Map.Entry<String, FunctionStanding>>, Serializable {}

    DemandRanking(Ranking ranking, List<QueueConfig> queues) {
        this.enabled = ranking == Ranking.PREDICTED_DEMAND;
        this.widths = new ArrayList<>();
        for (int i = 0; i < queues.size(); i++) {
            widths.add(queues.get(i).ranks(i == queues.size() - 1));
        }
        this.quantaNs = queues.stream().map(queue -> queue.quantum().toNanos()).toList();
        this.order = (a, b) -> {
            int byDemand = Long.compare(demandNs(a.getValue()), demandNs(b.getValue()));
            return byDemand != 0 ? byDemand : a.getKey().compareTo(b.getKey());
        };
    }

    /** The rank of each of the functions that are in {@code queue} now. */
    Map<String, Integer> ranks(int queue, Map<String, FunctionStanding> standings) {
        List<Map.Entry<String, FunctionStanding>> members = standings.entrySet().stream()
                .filter(entry -> isMember(entry.getValue(), queue))
                .sorted(order)
                .toList();
        Map<String, Integer> ranks = new HashMap<>();
        for (int i = 0; i < members.size(); i++) {
            ranks.put(members.get(i).getKey(), rank(queue, i, members.size()));
        }
        return ranks;
    }

    /** The rank of one function as it would be among the others; a scan instead of a sort. */
    int rankOf(String function, FunctionStanding standing, Map<String, FunctionStanding> standings) {
        int queue = standing.placement().queue();
        Map.Entry<String, FunctionStanding> own = Map.entry(function, standing);
        int before = 0;
        int members = 1;
        for (Map.Entry<String, FunctionStanding> other : standings.entrySet()) {
            if (!other.getKey().equals(function) && isMember(other.getValue(), queue)) {
                members++;
                before += order.compare(other, own) < 0 ? 1 : 0;
            }
        }
        return rank(queue, before, members);
    }

    /** Whether a function has the same place in the order with either. */
    boolean areAlike(FunctionStanding a, FunctionStanding b) {
        int queue = a.placement().queue();
        return isMember(a, queue) && isMember(b, queue) && demandNs(a) == demandNs(b);
    }

    private int rank(int queue, int index, int members) {
        if (!enabled) {
            return 0;
        }
        int width = widths.get(queue - 1);
        return members <= width ? index : (int) ((long) index * width / members);
    }

    private static boolean isMember(FunctionStanding standing, int queue) {
        return standing.placement().queue() == queue && standing.placement().lastExitMs() == 0;
    }

    private long demandNs(FunctionStanding standing) {
        if (standing.demand().rankedNs() > 0) {
            return standing.demand().rankedNs();
        }
        long boundNs = standing.placement().boundNs();
        return boundNs > 0
                ? boundNs / SLO_OVER_DEMAND
                : quantaNs.get(standing.placement().queue() - 1);
    }
}

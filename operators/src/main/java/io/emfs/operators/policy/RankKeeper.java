package io.emfs.operators.policy;

import io.emfs.state.ChangeReason;
import io.emfs.state.Command;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionStanding;
import io.emfs.state.QueueChange;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps the functions of a node in the order of their demand, and says so for those whose place has changed. Immutable. */
final class RankKeeper implements Serializable {
    private static final long serialVersionUID = 1;

    private final DemandRanking ranking;

    RankKeeper(DemandRanking ranking) {
        this.ranking = ranking;
    }

    /**
     * Remembers the function at its rank among the others of its queue.
     *
     * @param before what it was ranked by last; null if it never was
     * @return what is remembered
     */
    FunctionStanding settle(
            String function, @Nullable FunctionStanding before, FunctionStanding standing, NodeMemory memory) {
        int rank = before != null && ranking.areAlike(before, standing)
                ? before.demand().rank()
                : ranking.rankOf(function, standing, memory.standings());
        FunctionStanding settled = standing.with(standing.demand().ranked(rank));
        memory.remember(function, settled);
        return settled;
    }

    /** Brings all functions of the queue into order, if that is due. */
    void reorder(int queue, String node, long causeNs, NodeMemory memory, Consumer<Command> out) {
        if (!memory.orders().isDue(queue, causeNs, memory.standings().size())) {
            return;
        }
        Map<String, Integer> ranks = new TreeMap<>(ranking.ranks(queue, memory.standings()));
        ranks.forEach((function, rank) -> {
            FunctionStanding standing = memory.standingOf(function);
            if (standing != null && standing.demand().rank() != rank) {
                FunctionStanding after = standing.with(standing.demand().ranked(rank));
                memory.remember(function, after);
                announce(new FunctionKey(node, function), after, causeNs, out);
            }
        });
    }

    void announce(FunctionKey key, FunctionStanding standing, long causeNs, Consumer<Command> out) {
        int queue = standing.placement().queue();
        long boundNs = standing.placement().boundNs();
        out.accept(new QueueChange(key, queue, queue, ChangeReason.RANKED, causeNs, 0, boundNs)
                .ranked(standing.demand().rank(), standing.demand().rankedNs()));
    }
}

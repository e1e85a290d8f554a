package io.emfs.operators.policy;

import io.emfs.state.FunctionStanding;
import io.emfs.state.MissTally;
import io.emfs.state.MoveTrial;
import io.emfs.state.NodeStanding;
import io.emfs.state.QueueChange;
import io.emfs.state.WindowSummary;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * No race to the top: on an overloaded node every function misses, and promoting them all undoes the queues. So where
 * others miss too, one move at a time is tried out; it stays if the node's misses have fallen, and is taken back if not.
 * A demotion helps those alone who waited for the function and would not in its new queue: where none of these misses, there
 * is no reason to demote it. A promotion past shorter functions that miss as well, or would, is not even tried: the CPU time
 * that one request gains would have served several of theirs in time. Stateless; what is known is in the {@link NodeMemory}.
 */
final class MoveTrials {
    /** Of a faded count: one request of two half-lives ago; what is less belongs to a load that is over. */
    private static final double OF_LATE = 0.25;

    private MoveTrials() {}

    /** Counts a window's requests, once each; {@code summary} must not overlap the function's last one counted here. */
    static void count(WindowSummary summary, NodeMemory memory) {
        NodeStanding node = memory.node();
        MoveTrial trial = node.trial();
        if (trial != null && summary.startMs() >= trial.startMs()) {
            trial = trial.counted(summary.key().function(), summary.count(), summary.missed());
        }
        MissTally misses = node.misses().plus(summary.endMs(), summary.count(), summary.missed());
        memory.remember(new NodeStanding(misses, trial));
    }

    /** What the node has to say about a move of the function, whose standing is null before its first placement. */
    static MoveGate gate(
            @Nullable FunctionStanding standing, WindowSummary summary, NodeMemory memory, QueueLadder queues) {
        return to -> {
            MoveTrial trial = memory.node().trial();
            if (standing == null) {
                return trial == null;
            }
            if (to > standing.placement().queue()) {
                return trial == null && helpsAnybody(standing, to, summary, memory);
            }
            return trial == null
                    ? !standing.hold().holds(summary.endMs()) && !hurtsAnybody(standing, to, summary, memory, queues)
                    : undoes(trial, summary.key().function());
        };
    }

    /** Whether another function misses that waits for this one as it is, and would not in queue {@code to}. */
    private static boolean helpsAnybody(FunctionStanding standing, int to, WindowSummary summary, NodeMemory memory) {
        return memory.standings().entrySet().stream()
                .filter(other -> !other.getKey().equals(summary.key().function()))
                .map(Map.Entry::getValue)
                .anyMatch(other ->
                        other.placement().queue() >= standing.placement().queue()
                                && other.placement().queue() <= to
                                && other.mayShareCpuWith(standing)
                                && faded(other, summary.endMs()).missed() >= OF_LATE);
    }

    private static boolean hurtsAnybody(
            FunctionStanding standing, int to, WindowSummary summary, NodeMemory memory, QueueLadder queues) {
        return memory.standings().values().stream()
                .filter(other -> isPassed(other, standing, to))
                .anyMatch(other -> {
                    MissTally misses = faded(other, summary.endMs());
                    return isCalled(misses) && (misses.missed() >= OF_LATE || wouldMiss(other, standing, to, queues));
                });
    }

    private static boolean passesAnybody(FunctionStanding standing, int to, long nowMs, NodeMemory memory) {
        return memory.standings().values().stream()
                .anyMatch(other -> isPassed(other, standing, to) && isCalled(faded(other, nowMs)));
    }

    /** Whether it takes less CPU time per request, and would wait for the function in {@code to}. */
    private static boolean isPassed(FunctionStanding other, FunctionStanding standing, int to) {
        return other.placement().queue() > to
                && other.placement().queue() <= standing.placement().queue()
                && other.demand().rankedNs() < standing.demand().rankedNs()
                && other.mayShareCpuWith(standing);
    }

    /** If it met one request of the function in queue {@code to}. */
    private static boolean wouldMiss(FunctionStanding other, FunctionStanding standing, int to, QueueLadder queues) {
        long waitNs = Math.min(
                standing.demand().rankedNs(),
                queues.quantaNs(to, other.placement().queue()));
        return other.demand().rankedNs() + waitNs > other.placement().boundNs();
    }

    private static MissTally faded(FunctionStanding standing, long nowMs) {
        return standing.misses().plus(nowMs, 0, 0);
    }

    private static boolean isCalled(MissTally faded) {
        return faded.requests() >= OF_LATE;
    }

    private static boolean undoes(MoveTrial trial, String function) {
        return !trial.promotion() && trial.function().equals(function);
    }

    /** After a move of a function that stood at {@code before}: on trial, unless there is nobody whom it might hurt. */
    static void start(FunctionStanding before, QueueChange change, WindowSummary summary, NodeMemory memory) {
        NodeStanding node = memory.node();
        MissTally others = othersOf(before, memory);
        MoveTrial trial = node.trial() == null
                        && (others.rate() > 0 || passesAnybody(before, change.to(), summary.endMs(), memory))
                ? MoveTrial.start(
                        change.key().function(), change.from(), change.to(), summary.endMs(), before.misses(), others)
                : null;
        memory.remember(new NodeStanding(node.misses(), trial));
    }

    /** The trial that has come to its end by now and is lost; null if there is none. */
    static @Nullable MoveTrial lost(long nowMs, NodeMemory memory) {
        NodeStanding node = memory.node();
        MoveTrial trial = node.trial();
        if (trial == null) {
            return null;
        }
        FunctionStanding tried = memory.standingOf(trial.function());
        boolean stands = tried != null && tried.placement().queue() == trial.to();
        TrialJudge.Verdict verdict = stands ? TrialJudge.judge(trial, nowMs) : TrialJudge.Verdict.KEEP;
        if (verdict == TrialJudge.Verdict.OPEN) {
            return null;
        }
        memory.remember(new NodeStanding(node.misses(), null));
        return verdict == TrialJudge.Verdict.TAKE_BACK ? trial : null;
    }

    private static MissTally othersOf(FunctionStanding standing, NodeMemory memory) {
        return memory.node().misses().without(standing.misses());
    }
}

package io.emfs.operators.policy;

import io.emfs.state.FunctionStanding;
import io.emfs.state.MissTally;
import io.emfs.state.MoveTrial;
import io.emfs.state.NodeStanding;
import io.emfs.state.QueueChange;
import io.emfs.state.WindowSummary;
import org.jspecify.annotations.Nullable;

/**
 * No race to the top: on an overloaded node every function misses, and promoting them all undoes the queues. So where
 * others miss too, one move at a time is tried out; it stays if the node's misses have fallen, and is taken back if not.
 * Where nobody misses there is no reason to demote anyone. Stateless; what is known is in the {@link NodeMemory}.
 */
final class MoveTrials {
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
    static MoveGate gate(@Nullable FunctionStanding standing, WindowSummary summary, NodeMemory memory) {
        return promotion -> {
            MoveTrial trial = memory.node().trial();
            if (!promotion) {
                return trial == null
                        && standing != null
                        && othersOf(standing, memory).rate() > 0;
            }
            return trial == null
                    ? standing == null || !standing.hold().holds(summary.endMs())
                    : undoes(trial, summary.key().function());
        };
    }

    private static boolean undoes(MoveTrial trial, String function) {
        return !trial.promotion() && trial.function().equals(function);
    }

    /** After a move of a function that stood at {@code before}: on trial, unless there is nobody whom it might hurt. */
    static void start(FunctionStanding before, QueueChange change, WindowSummary summary, NodeMemory memory) {
        NodeStanding node = memory.node();
        MissTally others = othersOf(before, memory);
        MoveTrial trial = node.trial() == null && others.rate() > 0
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

package io.emfs.operators.policy;

import io.emfs.state.FunctionStanding;
import io.emfs.state.MissTally;
import io.emfs.state.MoveTrial;
import io.emfs.state.NodeStanding;
import io.emfs.state.QueueChange;
import io.emfs.state.WindowSummary;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * No race to the top: on an overloaded node every function misses, and promoting them all undoes the queues. So where
 * others miss too, one move at a time is tried out; it stays if the node's misses have fallen, and is taken back if not.
 * Where nobody misses there is no reason to demote anyone. A promotion past shorter functions that miss as well, or would, is
 * not even tried: the CPU time that one request gains would have served several of theirs in time. Stateless; what is known
 * is in the {@link NodeMemory}.
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
                return trial == null && othersOf(standing, memory).rate() > 0;
            }
            return trial == null
                    ? !standing.hold().holds(summary.endMs())
                            && passed(standing, to, summary.endMs(), memory)
                                    .noneMatch(other -> isHurt(other, standing, to, summary.endMs(), queues))
                    : undoes(trial, summary.key().function());
        };
    }

    /** Functions called of late that take less CPU time per request, and would wait for the function in {@code to}. */
    private static Stream<FunctionStanding> passed(FunctionStanding standing, int to, long nowMs, NodeMemory memory) {
        return memory.standings().values().stream()
                .filter(other -> other.placement().queue() > to
                        && other.placement().queue() <= standing.placement().queue()
                        && other.demand().rankedNs() < standing.demand().rankedNs()
                        && faded(other, nowMs).requests() >= OF_LATE
                        && other.mayShareCpuWith(standing));
    }

    /** Whether it misses as it is, or would if it met one request of the function in queue {@code to}. */
    private static boolean isHurt(
            FunctionStanding other, FunctionStanding standing, int to, long nowMs, QueueLadder queues) {
        long waitNs = Math.min(
                standing.demand().rankedNs(),
                queues.quantaNs(to, other.placement().queue()));
        return faded(other, nowMs).missed() >= OF_LATE
                || other.demand().rankedNs() + waitNs > other.placement().boundNs();
    }

    private static MissTally faded(FunctionStanding standing, long nowMs) {
        return standing.misses().plus(nowMs, 0, 0);
    }

    private static boolean undoes(MoveTrial trial, String function) {
        return !trial.promotion() && trial.function().equals(function);
    }

    /** After a move of a function that stood at {@code before}: on trial, unless there is nobody whom it might hurt. */
    static void start(FunctionStanding before, QueueChange change, WindowSummary summary, NodeMemory memory) {
        NodeStanding node = memory.node();
        MissTally others = othersOf(before, memory);
        boolean mayHurt = others.rate() > 0
                || passed(before, change.to(), summary.endMs(), memory)
                        .findAny()
                        .isPresent();
        MoveTrial trial = node.trial() == null && mayHurt
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

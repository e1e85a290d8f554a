package io.emfs.operators.policy;

import io.emfs.config.LearningConfig;
import io.emfs.config.PolicyConfig;
import io.emfs.config.PolicyConfig.Late;
import io.emfs.config.QueueConfig;
import io.emfs.config.Slo;
import io.emfs.config.WindowConfig;
import io.emfs.operators.EventTime;
import io.emfs.operators.learning.FunctionProfiler;
import io.emfs.state.Basis;
import io.emfs.state.ChangeReason;
import io.emfs.state.Command;
import io.emfs.state.Demand;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionPlaced;
import io.emfs.state.FunctionStanding;
import io.emfs.state.InstanceExited;
import io.emfs.state.InstanceStarted;
import io.emfs.state.MoveTrial;
import io.emfs.state.Percentiles;
import io.emfs.state.Prediction;
import io.emfs.state.QueueChange;
import io.emfs.state.QueuePlacement;
import io.emfs.state.ThreadCause;
import io.emfs.state.ThreadChange;
import io.emfs.state.ThreadEvent;
import io.emfs.state.WindowSummary;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The scheduling of one node (paper §4.3): each function moves by its own {@link SloLadder}, and the node decides in which
 * order functions stand inside a queue ({@link DemandRanking}) and whether a move was worth it ({@link MoveTrials}). A
 * thread that used up its quantum, or whose request is late, moves alone and at once.
 *
 * <p>What it knows is in a {@link NodeMemory}: the same memory and event yield the same commands. Times are event times.
 * Immutable, so one serves all nodes.
 */
final class NodeScheduler implements Serializable {
    private static final long serialVersionUID = 1;

    /** The first wait after a promotion of no use, in cool-downs. */
    private static final int HOLD_COOL_DOWNS = 10;

    private final QueueLadder queues;
    private final SloLadder ladder;
    private final RankKeeper ranks;
    private final NodeLearner learner;
    private final QueueAdvisor advisor;
    private final Explorer explorer;
    private final String window;
    private final boolean lateYields;
    private final long holdUnitMs;

    NodeScheduler(PolicyConfig policy, List<QueueConfig> queues, List<WindowConfig> windows, LearningConfig learning) {
        this.queues = QueueLadder.of(queues);
        this.ladder = new SloLadder(policy, this.queues);
        this.learner = new NodeLearner(FunctionProfiler.of(windows));
        this.advisor = new QueueAdvisor(this.queues);
        this.explorer = new Explorer(learning);
        this.ranks = new RankKeeper(new DemandRanking(policy.ranking(), queues));
        this.window = policy.percentileWindow();
        this.lateYields = policy.late() == Late.YIELD;
        this.holdUnitMs = HOLD_COOL_DOWNS * policy.coolDown().toMillis();
    }

    /** A process started: its function is placed, or its queue is announced for the new process. */
    void onStart(InstanceStarted event, @Nullable Slo slo, NodeMemory memory, Consumer<Command> out) {
        FunctionKey key = event.key();
        FunctionStanding before = memory.standingOf(key.function());
        Decision decision = ladder.onStart(before == null ? null : before.placement(), event, slo);
        FunctionStanding started = standing(before, decision.placement()).on(event.cpus());
        FunctionStanding after = ranks.settle(key.function(), before, started, memory);
        emit(decision, after, out);
        if (before == null || before.placement().lastExitMs() != 0) {
            ranks.reorder(after.placement().queue(), key.node(), event.timestampNs(), memory, out);
        }
    }

    /** The function was moved, by whomever: for learning from a recording. */
    void onPlaced(FunctionPlaced event, NodeMemory memory) {
        String function = event.key().function();
        FunctionStanding before = memory.standingOf(function);
        if (before != null && before.placement().queue() != event.queue()) {
            QueuePlacement placement =
                    QueuePlacement.initial(event.queue(), before.placement().boundNs(), EventTime.timestampMs(event));
            memory.remember(function, before.with(placement));
        }
    }

    /** A window closed of which something is to be learned, and nothing decided. */
    void learn(WindowSummary summary, NodeMemory memory) {
        learner.onWindow(summary, memory);
    }

    /** A process exited: with the last one the function leaves its rank to others. */
    void onExit(InstanceExited event, NodeMemory memory, Consumer<Command> out) {
        FunctionKey key = event.key();
        FunctionStanding before = memory.standingOf(key.function());
        if (before == null) {
            return;
        }
        QueuePlacement after = ladder.onExit(before.placement(), event);
        memory.remember(key.function(), before.with(after));
        if (after.lastExitMs() != before.placement().lastExitMs()) {
            memory.loads().forget(key.function());
            ranks.reorder(after.queue(), key.node(), event.timestampNs(), memory, out);
        }
    }

    /** Threads of functions that were not placed yet are left alone. */
    void onThread(ThreadEvent event, NodeMemory memory, Consumer<Command> out) {
        FunctionStanding standing = memory.standingOf(event.key().function());
        boolean late = event.cause() == ThreadCause.LATE;
        if (standing == null || (late && !(lateYields && hasRivals(event.key().function(), standing, memory)))) {
            return;
        }
        int drops = event.cause() == ThreadCause.REQUEST_ENDED ? 0 : event.drops();
        out.accept(new ThreadChange(
                event.key(),
                event.pid(),
                event.tid(),
                event.startTicks(),
                drops,
                late,
                event.cause(),
                event.timestampNs()));
    }

    /**
     * Whether anybody gains if late requests of the function step aside: another function with an SLO in one of the queues
     * that would pass them, on the same CPUs. Among equals somebody is late in any case, and the last would wait longest.
     */
    private static boolean hasRivals(String function, FunctionStanding late, NodeMemory memory) {
        int queue = late.placement().queue();
        return memory.standings().entrySet().stream()
                .filter(other -> !other.getKey().equals(function))
                .map(Map.Entry::getValue)
                .filter(other -> other.placement().lastExitMs() == 0
                        && other.placement().boundNs() > 0
                        && other.mayShareCpuWith(late))
                .mapToInt(other -> other.placement().queue())
                .anyMatch(other -> other >= queue && other <= queue + ThreadChange.LATE_DROPS);
    }

    void onWindow(WindowSummary summary, @Nullable Slo slo, NodeMemory memory, Consumer<Command> out) {
        FunctionKey key = summary.key();
        boolean learned = learner.onWindow(summary, memory);
        FunctionStanding known = memory.standingOf(key.function());
        FunctionStanding before = known == null ? null : counted(known, summary, slo, memory);
        MoveTrial lost = MoveTrials.lost(summary.endMs(), memory);
        if (lost != null) {
            takeBack(lost, summary, memory, out);
            before = memory.standingOf(key.function());
            if (lost.function().equals(key.function())) {
                return;
            }
        }
        Decision decision = decide(before, summary, slo, learned, memory);
        FunctionStanding after = ranks.settle(key.function(), known, standing(before, decision.placement()), memory);
        QueueChange change = decision.change();
        if (change != null) {
            if (before != null && change.reason() != ChangeReason.INITIAL) {
                if (!explorer.wanders()) {
                    MoveTrials.start(before, change, summary, memory);
                }
                ranks.reorder(change.from(), key.node(), summary.closedByNs(), memory, out);
            }
            emit(decision, after, out);
            ranks.reorder(change.to(), key.node(), summary.closedByNs(), memory, out);
        } else {
            int queue = after.placement().queue();
            boolean ranksAnew =
                    known != null && known.demand().rankedNs() != after.demand().rankedNs();
            if (ranksAnew) {
                ranks.announce(key, after, summary.closedByNs(), out);
            }
            if (ranksAnew || memory.orders().isOwed(queue)) {
                ranks.reorder(queue, key.node(), summary.closedByNs(), memory, out);
            }
        }
    }

    private Decision decide(
            @Nullable FunctionStanding before,
            WindowSummary summary,
            @Nullable Slo slo,
            boolean learned,
            NodeMemory memory) {
        if (before != null && slo != null && explorer.wanders()) {
            int to = explorer.wanderFrom(before.placement().queue(), summary, ladder.queues());
            return learned ? ladder.wander(before.placement(), summary, to) : Decision.stay(before.placement());
        }
        if (before == null || slo == null || !summary.window().equals(window)) {
            return ladder.onWindow(before == null ? null : before.placement(), summary, slo, MoveGate.OPEN, null);
        }
        QueueAdvice advice = advisor.advise(summary, slo, memory);
        Decision decision = based(
                ladder.onWindow(
                        before.placement(), summary, slo, MoveTrials.gate(before, summary, memory, queues), advice),
                advice,
                advisor.basis(summary, memory));
        QueuePlacement stays = decision.placement();
        if (advice == null
                || !learned
                || decision.change() != null
                || memory.node().trial() != null) {
            return decision;
        }
        boolean explores = explorer.explores(summary, stays.backoffFactor(stays.queue() + 1, summary.endMs()));
        return explores ? based(ladder.explore(stays, summary, slo, advice), advice, Basis.MODEL) : decision;
    }

    /** Says what a move was decided on, and what is expected of it even where the model did not choose it. */
    private static Decision based(Decision decision, @Nullable QueueAdvice advice, Basis basis) {
        QueueChange change = decision.change();
        if (change == null || change.reason() == ChangeReason.INITIAL) {
            return decision;
        }
        QueueChange told = advice == null || change.prediction() != null
                ? change.on(basis)
                : change.predicted(advice.at(change.to())).on(Basis.LADDER_UNFORESEEN);
        return new Decision(decision.placement(), told);
    }

    /** What the function's next move would be decided on; {@link Basis#NONE} of windows that decide nothing. */
    Basis basis(WindowSummary summary, @Nullable Slo slo, NodeMemory memory) {
        return slo == null || !summary.window().equals(window) ? Basis.NONE : advisor.basis(summary, memory);
    }

    /** What is expected of the function's next window where it stands; null without a model that is trusted with it. */
    @Nullable
    Prediction prediction(WindowSummary summary, @Nullable Slo slo, NodeMemory memory) {
        FunctionStanding standing = memory.standingOf(summary.key().function());
        if (standing == null || slo == null || !summary.window().equals(window)) {
            return null;
        }
        QueueAdvice advice = advisor.advise(summary, slo, memory);
        return advice == null ? null : advice.at(standing.placement().queue());
    }

    private static FunctionStanding standing(@Nullable FunctionStanding before, QueuePlacement placement) {
        return before == null ? FunctionStanding.of(placement) : before.with(placement);
    }

    /** Remembers what the window says of the function's demand and misses; of the latter, each request once. */
    private FunctionStanding counted(
            FunctionStanding before, WindowSummary summary, @Nullable Slo slo, NodeMemory memory) {
        if (!summary.window().equals(window) || summary.count() == 0) {
            return before;
        }
        FunctionStanding after = before.with(demand(before.demand(), summary));
        if (slo != null && summary.endMs() % (summary.endMs() - summary.startMs()) == 0) {
            after = after.with(after.misses().plus(summary.endMs(), summary.count(), summary.missed()));
            MoveTrials.count(summary, memory);
        }
        memory.remember(summary.key().function(), after);
        return after;
    }

    private static Demand demand(Demand before, WindowSummary summary) {
        Percentiles onCpu = summary.requests().onCpu();
        return onCpu.equals(Percentiles.EMPTY)
                ? before.boundedBy(summary.requests().service().p50())
                : before.measured(onCpu.mean(), summary.count());
    }

    private void takeBack(MoveTrial lost, WindowSummary shownBy, NodeMemory memory, Consumer<Command> out) {
        FunctionKey key = new FunctionKey(shownBy.key().node(), lost.function());
        FunctionStanding tried = memory.standingOf(key.function());
        if (tried == null) {
            return;
        }
        Decision decision = ladder.takeBack(key, tried.placement(), lost, shownBy);
        FunctionStanding after = tried.with(decision.placement());
        if (lost.promotion()) {
            after = after.with(tried.hold().raised(shownBy.endMs(), holdUnitMs));
        }
        emit(decision, ranks.settle(key.function(), tried, after, memory), out);
        ranks.reorder(lost.to(), key.node(), shownBy.closedByNs(), memory, out);
        ranks.reorder(lost.from(), key.node(), shownBy.closedByNs(), memory, out);
    }

    private static void emit(Decision decision, FunctionStanding standing, Consumer<Command> out) {
        QueueChange change = decision.change();
        if (change != null) {
            out.accept(change.ranked(standing.demand().rank(), standing.demand().rankedNs()));
        }
    }
}

package io.emfs.operators.policy;

import io.emfs.operators.learning.Forecast;
import io.emfs.operators.learning.FunctionProfiler;
import io.emfs.operators.learning.NodeLoads;
import io.emfs.operators.learning.ServedModel;
import io.emfs.operators.learning.Trust;
import io.emfs.state.Calibration;
import io.emfs.state.FunctionProfile;
import io.emfs.state.FunctionStanding;
import io.emfs.state.Observation;
import io.emfs.state.WindowSummary;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Has the functions' profiles learn from windows. Each request enters a profile once, together with the queue in which it was
 * served: windows that overlap the last one, or a move, are no lessons. Immutable; what is known is in the {@link NodeMemory}.
 */
final class NodeLearner implements Serializable {
    private static final long serialVersionUID = 1;

    private final FunctionProfiler profiler;

    NodeLearner(FunctionProfiler profiler) {
        this.profiler = profiler;
    }

    /** Whether the window went into its function's profile. */
    boolean onWindow(WindowSummary summary, NodeMemory memory) {
        String function = summary.key().function();
        @Nullable FunctionStanding standing = memory.standingOf(function);
        if (standing == null) {
            return false;
        }
        NodeLoads loads = memory.loads();
        int queue = standing.placement().queue();
        loads.see(summary, profiler, queue, standing.cpus());
        if (!loads.has(queue) || !isLesson(summary, standing)) {
            return false;
        }
        Observation seen =
                Observation.of(summary, queue, loads.cores(standing.cpus()), loads.beside(function, standing.cpus()));
        @Nullable FunctionProfile known = memory.profileOf(function);
        FunctionProfile before = known == null ? FunctionProfile.EMPTY : known;
        @Nullable ServedModel model = memory.model();
        FunctionProfile after = profiler.next(before, seen, model == null ? null : model.forecaster(), memory.room());
        memory.lessons().add(function, before, seen);
        memory.remember(function, after);
        FunctionStanding learned = standing.learned(summary.endMs());
        memory.remember(function, model == null ? learned : learned.with(judged(learned, before, seen, memory.room())));
        return true;
    }

    /** {@code made} from what was known before the window. */
    private static Calibration judged(
            FunctionStanding standing, FunctionProfile before, Observation seen, Forecast made) {
        boolean comparable = before.windows() >= Trust.NETWORK_WINDOWS
                && seen.queue() <= made.queues()
                && seen.latencyP95Ns() > 0
                && made.finite();
        return comparable
                ? standing.calibration().plus(seen.latencyP95Ns() <= made.upperNs(seen.queue()))
                : standing.calibration();
    }

    private boolean isLesson(WindowSummary summary, FunctionStanding standing) {
        long sinceMs = Math.max(standing.learnedMs(), standing.placement().lastMoveMs());
        return summary.startMs() >= sinceMs && profiler.tells(summary);
    }
}

package io.emfs.operators.policy;

import io.emfs.config.LearningConfig;
import io.emfs.config.PolicyConfig;
import io.emfs.config.QueueConfig;
import io.emfs.config.Slo;
import io.emfs.config.WindowConfig;
import io.emfs.operators.learning.ServedModel;
import io.emfs.state.Command;
import io.emfs.state.FunctionStanding;
import io.emfs.state.InstanceStarted;
import io.emfs.state.WindowSummary;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The policy of one node with its memory on the heap, for simulations: the code that {@link QueuePolicyOperator} runs,
 * without Flink around it. One thread.
 */
public final class NodePolicy {
    private final NodeScheduler scheduler;
    private final HeapMemory memory;

    /** {@code model} decides; where it is null, the ladder alone does. */
    public NodePolicy(
            PolicyConfig policy,
            List<QueueConfig> queues,
            List<WindowConfig> windows,
            LearningConfig learning,
            @Nullable ServedModel model) {
        this.scheduler = new NodeScheduler(policy, queues, windows, learning);
        this.memory = new HeapMemory(queues.size(), () -> model, LessonLog.NONE);
    }

    /** Commands go to {@code out}, for other functions too. */
    public void onStart(InstanceStarted event, Slo slo, Consumer<Command> out) {
        scheduler.onStart(event, slo, memory, out);
    }

    /** As {@link #onStart}; windows have to come in the order of their ends. */
    public void onWindow(WindowSummary summary, Slo slo, Consumer<Command> out) {
        scheduler.onWindow(summary, slo, memory, out);
    }

    /** 1…n; 0 for a function that never started. */
    public int queueOf(String function) {
        @Nullable FunctionStanding standing = memory.standingOf(function);
        return standing == null ? 0 : standing.placement().queue();
    }

    /** Among the functions of its queue, 0 = served first. */
    public int rankOf(String function) {
        @Nullable FunctionStanding standing = memory.standingOf(function);
        return standing == null ? 0 : standing.demand().rank();
    }
}

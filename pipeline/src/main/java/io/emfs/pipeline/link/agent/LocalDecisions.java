package io.emfs.pipeline.link.agent;

import io.emfs.state.ChangeReason;
import io.emfs.state.Command;
import io.emfs.state.FunctionKey;
import io.emfs.state.InstanceStarted;
import io.emfs.state.NodeEvent;
import io.emfs.state.QueueChange;
import io.emfs.state.ThreadCause;
import io.emfs.state.ThreadChange;
import io.emfs.state.ThreadEvent;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an agent decides by itself while no job does: quanta end as they do otherwise, and a process that starts goes where its
 * function is. No function moves, and late requests do not yield: that takes the view of the whole node. Thread-safe.
 */
public final class LocalDecisions {
    private final Function<FunctionKey, Optional<QueueChange>> places;

    /** @param places where the job put each function last */
    public LocalDecisions(Function<FunctionKey, Optional<QueueChange>> places) {
        this.places = places;
    }

    Optional<Command> on(NodeEvent event) {
        if (event instanceof ThreadEvent thread && thread.cause() != ThreadCause.LATE) {
            return places.apply(thread.key()).map(placed -> settle(thread));
        }
        if (event instanceof InstanceStarted started) {
            return places.apply(started.key()).map(placed -> follow(started, placed));
        }
        return Optional.empty();
    }

    private static Command settle(ThreadEvent thread) {
        int drops = thread.cause() == ThreadCause.REQUEST_ENDED ? 0 : thread.drops();
        return new ThreadChange(
                thread.key(),
                thread.pid(),
                thread.tid(),
                thread.startTicks(),
                drops,
                false,
                thread.cause(),
                thread.timestampNs());
    }

    private static Command follow(InstanceStarted started, QueueChange placed) {
        return new QueueChange(
                        started.key(),
                        placed.to(),
                        placed.to(),
                        ChangeReason.INSTANCE,
                        started.timestampNs(),
                        0,
                        placed.boundNs())
                .ranked(placed.rank(), placed.demandNs())
                .forProcess(started.pid());
    }
}

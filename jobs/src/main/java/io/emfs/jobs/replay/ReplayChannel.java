package io.emfs.jobs.replay;

import io.emfs.config.WindowConfig;
import io.emfs.state.Command;
import io.emfs.state.FunctionReport;
import io.emfs.state.NodeEvent;
import io.emfs.state.QueueChange;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The hand-over between a replay and its job in the same JVM; found by {@link ReplayChannels}. The source's task thread
 * pulls the events, the policy's hands over what the job says and how far it has come.
 */
public final class ReplayChannel {
    private static final CompletableFuture<Void> NOW = CompletableFuture.completedFuture(null);

    private final Iterator<NodeEvent> events;
    private final Pace pace;
    private final WindowEnds ends;
    private final Consumer<QueueChange> changes;
    private final Consumer<FunctionReport> reports;
    private CompletableFuture<Void> waiting = NOW;
    private long awaitedMs;
    private long reachedMs = Long.MIN_VALUE;

    public ReplayChannel(
            Iterator<NodeEvent> events,
            Pace pace,
            List<WindowConfig> windows,
            Consumer<QueueChange> changes,
            Consumer<FunctionReport> reports) {
        this.events = events;
        this.pace = pace;
        this.ends = new WindowEnds(windows);
        this.changes = changes;
        this.reports = reports;
    }

    Iterator<NodeEvent> events() {
        return events;
    }

    Pace pace() {
        return pace;
    }

    WindowEnds ends() {
        return ends;
    }

    /** Single threads are no business of a replay: their requests ended long ago. */
    void commanded(Command command) {
        if (command instanceof QueueChange change) {
            changes.accept(change);
        }
    }

    void reported(FunctionReport report) {
        reports.accept(report);
    }

    /** The policy has worked off all that came before this watermark, on both its inputs. */
    synchronized void reached(long watermarkMs) {
        reachedMs = watermarkMs;
        if (reachedMs >= awaitedMs) {
            waiting.complete(null);
        }
    }

    /** Complete once the policy has reached the watermark; one may be awaited at a time. */
    synchronized CompletableFuture<Void> whenReached(long watermarkMs) {
        if (reachedMs >= watermarkMs) {
            return NOW;
        }
        awaitedMs = watermarkMs;
        if (waiting.isDone()) { // Flink may still hold a pending one: it must not be replaced
            waiting = new CompletableFuture<>();
        }
        return waiting;
    }
}

package io.emfs.operators.fleet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.apache.flink.runtime.operators.coordination.CoordinationRequest;
import org.apache.flink.runtime.operators.coordination.CoordinationRequestHandler;
import org.apache.flink.runtime.operators.coordination.CoordinationResponse;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.jspecify.annotations.Nullable;

/**
 * The windows' coordinator: knows the newest window of each subtask, and answers a {@link FleetRequest} with all of them
 * added up. A subtask that is restarted, or has said nothing for a window and a slide, is left out. It has no state in
 * checkpoints: after a restart the fleet is empty until the next window is over.
 *
 * <p>Called by the job manager's thread; what subtasks send stays as it came, and is decoded and added up on another
 * thread, when somebody asks.
 */
final class FleetCoordinator implements OperatorCoordinator, CoordinationRequestHandler {
    private static final byte[] NO_STATE = {};

    /** In the order of their arrival. */
    private final Map<Integer, Heard> newest = new LinkedHashMap<>();

    private final LongSupplier clockMs;

    private record Heard(SharesEvent event, long atMs) {
        boolean holdsAt(long nowMs) {
            return nowMs - atMs <= event.window().sizeMs() + event.window().slideMs();
        }
    }

    /** {@code clockMs} may be any that does not go back. */
    FleetCoordinator(LongSupplier clockMs) {
        this.clockMs = clockMs;
    }

    @Override
    public void start() {}

    @Override
    public void close() {
        newest.clear();
    }

    @Override
    public void handleEventFromOperator(int subtask, int attempt, OperatorEvent event) {
        if (!(event instanceof SharesEvent shares)) {
            throw new IllegalArgumentException("event=" + event + ", expected shares of functions");
        }
        newest.remove(subtask);
        newest.put(subtask, new Heard(shares, clockMs.getAsLong()));
    }

    @Override
    public CompletableFuture<CoordinationResponse> handleCoordinationRequest(CoordinationRequest request) {
        if (!(request instanceof FleetRequest)) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("request=" + request + ", expected one for the fleet"));
        }
        long nowMs = clockMs.getAsLong();
        List<SharesEvent> events = newest.values().stream()
                .filter(heard -> heard.holdsAt(nowMs))
                .map(Heard::event)
                .toList();
        return CompletableFuture.supplyAsync(() -> FleetSum.of(events));
    }

    @Override
    public void checkpointCoordinator(long checkpoint, CompletableFuture<byte[]> result) {
        result.complete(NO_STATE);
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {}

    /** There is nothing to take from it, whatever version wrote it. */
    @Override
    public void resetToCheckpoint(long checkpoint, byte @Nullable [] state) {
        newest.clear();
    }

    @Override
    public void subtaskReset(int subtask, long checkpoint) {
        newest.remove(subtask);
    }

    @Override
    public void executionAttemptFailed(int subtask, int attempt, @Nullable Throwable reason) {
        newest.remove(subtask);
    }

    @Override
    public void executionAttemptReady(int subtask, int attempt, SubtaskGateway gateway) {}
}

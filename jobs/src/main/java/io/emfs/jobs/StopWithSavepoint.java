package io.emfs.jobs;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.TriggerId;
import org.apache.flink.runtime.rest.messages.job.savepoints.SavepointInfo;
import org.apache.flink.runtime.rest.messages.job.savepoints.SavepointStatusHeaders;
import org.apache.flink.runtime.rest.messages.job.savepoints.SavepointStatusMessageParameters;
import org.apache.flink.runtime.rest.messages.job.savepoints.SavepointTriggerMessageParameters;
import org.apache.flink.runtime.rest.messages.job.savepoints.stop.StopWithSavepointRequestBody;
import org.apache.flink.runtime.rest.messages.job.savepoints.stop.StopWithSavepointTriggerHeaders;
import org.apache.flink.runtime.rest.messages.queue.QueueStatus;
import org.jspecify.annotations.Nullable;

/**
 * Ends a job with a savepoint, by Flink's REST, and asks at even intervals whether it has ended. Flink's own client doubles
 * the interval each time, so that a stop of 0.3 s is noticed after up to 0.6 s, while nothing is decided. Thread-safe.
 */
final class StopWithSavepoint {
    private static final int INTERVAL_MS = 10;

    private final RestClusterClient<String> client;

    StopWithSavepoint(RestClusterClient<String> client) {
        this.client = client;
    }

    /** The savepoint's path, in that directory or the cluster's default; fails with what the cluster says. */
    CompletableFuture<String> run(JobID job, @Nullable String directory) {
        SavepointTriggerMessageParameters parameters = new SavepointTriggerMessageParameters();
        parameters.jobID.resolve(job);
        return client.sendRequest(
                        StopWithSavepointTriggerHeaders.getInstance(),
                        parameters,
                        new StopWithSavepointRequestBody(directory, false, SavepointFormatType.NATIVE, null))
                .thenCompose(triggered -> ended(job, triggered.getTriggerId()));
    }

    private CompletableFuture<String> ended(JobID job, TriggerId trigger) {
        SavepointStatusMessageParameters parameters = new SavepointStatusMessageParameters();
        parameters.jobIdPathParameter.resolve(job);
        parameters.triggerIdPathParameter.resolve(trigger);
        return client.sendRequest(SavepointStatusHeaders.getInstance(), parameters, EmptyRequestBody.getInstance())
                .thenCompose(status -> status.queueStatus().getId() == QueueStatus.Id.COMPLETED
                        ? CompletableFuture.completedFuture(location(status.resource()))
                        : pause().thenCompose(paused -> ended(job, trigger)));
    }

    private static CompletableFuture<@Nullable Void> pause() {
        return new CompletableFuture<@Nullable Void>().completeOnTimeout(null, INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    private static String location(SavepointInfo savepoint) {
        if (savepoint.getFailureCause() != null) {
            throw new CompletionException(savepoint.getFailureCause());
        }
        return savepoint.getLocation();
    }
}

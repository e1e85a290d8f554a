package io.emfs.jobs;

import io.emfs.operators.SchedulingTopology;
import io.emfs.operators.fleet.FleetReport;
import io.emfs.operators.fleet.FleetRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.operators.coordination.CoordinationResponse;
import org.apache.flink.runtime.rest.messages.EmptyMessageParameters;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.EnvironmentInfo;
import org.apache.flink.runtime.rest.messages.JobConfigHeaders;
import org.apache.flink.runtime.rest.messages.JobExceptionsHeaders;
import org.apache.flink.runtime.rest.messages.JobExceptionsInfoWithHistory.RootExceptionInfo;
import org.apache.flink.runtime.rest.messages.JobManagerEnvironmentHeaders;
import org.apache.flink.runtime.rest.messages.JobMessageParameters;
import org.apache.flink.runtime.rest.messages.job.JobDetailsInfo;
import org.apache.flink.runtime.rest.messages.job.JobExceptionsMessageParameters;
import org.apache.flink.runtime.rest.messages.taskmanager.TaskManagersHeaders;
import org.apache.flink.runtime.rest.util.RestMapperUtils;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A Flink cluster as a client sees it over REST. Blocks the calling thread; failures throw {@link IllegalStateException}
 * with a message for the user.
 */
public final class ClusterClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration SAVEPOINT_LIMIT = Duration.ofMinutes(5);
    private static final int POLL_MS = 10;

    private final RestClusterClient<String> client;
    private final String address;
    private final @Nullable String savepoints;

    /** With Flink's options for clients: {@code rest.address}, {@code rest.port}, and TLS if the cluster wants it. */
    public ClusterClient(Map<String, String> options) {
        Configuration configuration = new Configuration();
        configuration.setString("rest.retry.max-attempts", "2");
        configuration.setString("rest.retry.delay", "200ms");
        options.forEach(configuration::setString);
        address = configuration.getString("rest.address", "") + ":" + configuration.getString("rest.port", "8081");
        savepoints = configuration.getString("execution.checkpointing.savepoint-dir", null);
        try {
            client = new RestClusterClient<>(configuration, "emfs");
        } catch (Exception e) {
            throw new IllegalStateException("no client for the Flink cluster at " + address + ": " + e.getMessage(), e);
        }
    }

    /** All jobs that the cluster knows of, the newest first. */
    public List<ClusterJob> jobs() {
        return get("list the jobs", client.listJobs(), LIMIT).stream()
                .map(job -> new ClusterJob(
                        job.getJobId().toHexString(),
                        job.getJobName(),
                        job.getJobState().name(),
                        job.getStartTime()))
                .sorted(Comparator.comparingLong(ClusterJob::startedMs).reversed())
                .toList();
    }

    /** Those that have registered with the JobManager, by name. */
    public List<TaskManagerSlots> taskManagers() {
        return get(
                        "list the TaskManagers",
                        client.sendRequest(
                                TaskManagersHeaders.getInstance(),
                                EmptyMessageParameters.getInstance(),
                                EmptyRequestBody.getInstance()),
                        LIMIT)
                .getTaskManagerInfos()
                .stream()
                .map(each -> new TaskManagerSlots(
                        each.getResourceId().getResourceIdString(),
                        each.getNumberSlots(),
                        each.getNumberAvailableSlots()))
                .sorted(Comparator.comparing(TaskManagerSlots::name))
                .toList();
    }

    /** Whether a jar of that name is on the JobManager's class path. TaskManagers are taken to have what it has. */
    boolean hasLibrary(String name) {
        EnvironmentInfo environment = get(
                "ask for the class path",
                client.sendRequest(
                        JobManagerEnvironmentHeaders.getInstance(),
                        EmptyMessageParameters.getInstance(),
                        EmptyRequestBody.getInstance()),
                LIMIT);
        JsonNode classPath = RestMapperUtils.getStrictObjectMapper() // it has no accessors
                .valueToTree(environment)
                .path("classpath");
        return StreamSupport.stream(classPath.spliterator(), false)
                .anyMatch(entry -> entry.asText().endsWith("/" + name));
    }

    /** The one job of that name, id or beginning of an id that has not ended. */
    public ClusterJob job(String nameOrId) {
        List<ClusterJob> found = jobs().stream()
                .filter(job -> !job.ended())
                .filter(job -> job.name().equals(nameOrId) || job.id().startsWith(nameOrId))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException((found.isEmpty() ? "no job" : "more than one job") + " at " + address
                    + " is called " + nameOrId + " or has an id that begins so; ./emfs jobs lists them");
        }
        return found.get(0);
    }

    /** Writes a savepoint, while the job goes on; its path. */
    public String savepoint(ClusterJob job, @Nullable String directory) {
        return savepoint(job, directory, SavepointFormatType.NATIVE);
    }

    String savepoint(ClusterJob job, @Nullable String directory, SavepointFormatType format) {
        return get(
                "write a savepoint of " + job.name(),
                client.triggerSavepoint(id(job), directory(directory), format),
                SAVEPOINT_LIMIT);
    }

    /** Ends the job with a savepoint; its path. The job goes on if that fails. */
    String stop(ClusterJob job, @Nullable String directory) {
        return get(
                "stop " + job.name() + " with a savepoint",
                new StopWithSavepoint(client).run(id(job), directory(directory)),
                SAVEPOINT_LIMIT);
    }

    /** Its functions on all nodes. A job of a version that had no such view is a failure as well. */
    public FleetReport fleet(ClusterJob job) {
        CompletableFuture<CoordinationResponse> answer =
                client.sendCoordinationRequest(id(job), SchedulingTopology.WINDOWS_UID, new FleetRequest());
        try {
            return (FleetReport) get("ask for the functions of " + job.name(), answer, LIMIT);
        } catch (IllegalStateException e) {
            if (FleetFailure.isOfAJobWithoutFleet(e)) {
                throw new IllegalStateException(
                        "the job " + job.name() + " at " + address
                                + " has no view of its nodes: it is of a former version, which ./emfs upgrade replaces",
                        e);
            }
            throw e;
        }
    }

    /** What the job was started with; empty if it is none of eMFS. */
    Optional<JobConfiguration> configurationOf(ClusterJob job) {
        JobMessageParameters parameters = new JobMessageParameters();
        parameters.jobPathParameter.resolve(id(job));
        return JobConfiguration.of(get(
                        "ask for the configuration of " + job.name(),
                        client.sendRequest(JobConfigHeaders.getInstance(), parameters, EmptyRequestBody.getInstance()),
                        LIMIT)
                .getExecutionConfigInfo()
                .getGlobalJobParameters());
    }

    /** Starts the job from the savepoint, if there is one, and returns at once. The savepoint stays the caller's. */
    ClusterJob submit(JobGraph graph, @Nullable String savepoint) {
        if (savepoint != null) {
            graph.setSavepointRestoreSettings(
                    SavepointRestoreSettings.forPath(savepoint, false, RecoveryClaimMode.NO_CLAIM));
        }
        JobID id = get("submit " + graph.getName(), client.submitJob(graph), LIMIT);
        return new ClusterJob(id.toHexString(), graph.getName(), JobStatus.CREATED.name(), System.currentTimeMillis());
    }

    /** Waits until all tasks of the job run; else why they do not. */
    Optional<String> whyNotRunning(ClusterJob job, Duration limit) {
        long deadlineNs = System.nanoTime() + limit.toNanos();
        do {
            JobStatus status = get("ask for the state of " + job.name(), client.getJobStatus(id(job)), LIMIT);
            if (status == JobStatus.RUNNING && allTasksRun(job)) {
                return Optional.empty();
            }
            if (status.isTerminalState() || status == JobStatus.RESTARTING || status == JobStatus.FAILING) {
                return Optional.of(failureOf(job).orElse("it is " + status));
            }
            pause();
        } while (System.nanoTime() < deadlineNs);
        return Optional.of(failureOf(job).orElse("not all of its tasks run after " + limit.toSeconds() + " s"));
    }

    void cancel(ClusterJob job) {
        if (get("ask for the state of " + job.name(), client.getJobStatus(id(job)), LIMIT)
                .isTerminalState()) {
            return;
        }
        get("cancel " + job.name(), client.cancel(id(job)), LIMIT);
        long deadlineNs = System.nanoTime() + LIMIT.toNanos();
        while (!get("ask for the state of " + job.name(), client.getJobStatus(id(job)), LIMIT)
                        .isTerminalState()
                && System.nanoTime() < deadlineNs) {
            pause();
        }
    }

    /** Whether each of its tasks does. */
    public boolean runs(ClusterJob job) {
        return get("ask for the state of " + job.name(), client.getJobStatus(id(job)), LIMIT) == JobStatus.RUNNING
                && allTasksRun(job);
    }

    private boolean allTasksRun(ClusterJob job) {
        JobDetailsInfo details = get("ask for the tasks of " + job.name(), client.getJobDetails(id(job)), LIMIT);
        Collection<JobDetailsInfo.JobVertexDetailsInfo> vertices = details.getJobVertexInfos();
        return !vertices.isEmpty()
                && vertices.stream()
                        .allMatch(vertex -> vertex.getTasksPerState().getOrDefault(ExecutionState.RUNNING, 0)
                                == vertex.getParallelism());
    }

    private Optional<String> failureOf(ClusterJob job) {
        JobExceptionsMessageParameters parameters =
                JobExceptionsHeaders.getInstance().getUnresolvedMessageParameters();
        parameters.jobPathParameter.resolve(id(job));
        return get(
                        "ask why " + job.name() + " failed",
                        client.sendRequest(
                                JobExceptionsHeaders.getInstance(), parameters, EmptyRequestBody.getInstance()),
                        LIMIT)
                .getExceptionHistory()
                .getEntries()
                .stream()
                .map(ClusterClient::reason)
                .findFirst();
    }

    private static String reason(RootExceptionInfo failure) {
        String task = failure.getTaskName();
        return (task == null ? "" : task + ": ") + RestoreFailure.reason(failure.getStacktrace());
    }

    private @Nullable String directory(@Nullable String directory) {
        return directory == null ? savepoints : directory;
    }

    private static JobID id(ClusterJob job) {
        return JobID.fromHexString(job.id());
    }

    private <T> T get(String what, CompletableFuture<T> future, Duration limit) {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot " + what + " at " + address + ": " + RestoreFailure.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: cannot " + what + " at " + address, e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}

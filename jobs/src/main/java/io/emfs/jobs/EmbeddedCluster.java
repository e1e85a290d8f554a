package io.emfs.jobs;

import io.emfs.config.EmfsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Flink cluster inside the agent's JVM, with its one job, which clients may replace ({@link RestAccess}). Threads are Flink's own. Everything listens on loopback
 * alone. Failures to start throw {@link IllegalStateException} with what to do.
 */
final class EmbeddedCluster implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedCluster.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final int POLL_MS = 20;

    private final MiniCluster cluster;
    private final RestAccess rest;
    private JobID job;

    private EmbeddedCluster(MiniCluster cluster, RestAccess rest, JobID job) {
        this.cluster = cluster;
        this.rest = rest;
        this.job = job;
    }

    /** Starts the cluster and the job, from the newest checkpoint if there is one that restores; returns when it runs. */
    static EmbeddedCluster start(EmfsConfig config, JobSource jobs) {
        StateDirectory directory = new StateDirectory(Path.of(config.state().dir()));
        Configuration settings = FlinkSettings.of(config, directory);
        directory.purgeTemporary();
        RestAccess rest = RestAccess.of(directory.rest());
        MiniCluster cluster = boot(clusterSettings(config, settings, rest));
        try {
            rest.publish(
                    get("REST address", cluster.getRestAddress(), START_LIMIT),
                    Map.of(
                            "execution.checkpointing.savepoint-dir",
                            directory.savepoints().toUri().toString()));
            Optional<Path> checkpoint = directory.newestCheckpoint();
            directory.purgeCheckpointsBut(checkpoint);
            if (checkpoint.isPresent()) {
                EmbeddedCluster restored = submit(cluster, rest, jobs.jobGraph(settings), checkpoint);
                if (restored.reachesRunning()) {
                    log.info("job running, state restored from {}", checkpoint.get());
                    return restored;
                }
                log.warn("the state in {} does not restore; starting without it (it stays on disk)", checkpoint.get());
                restored.cancel();
            }
            EmbeddedCluster fresh = submit(cluster, rest, jobs.jobGraph(settings), Optional.empty());
            if (!fresh.reachesRunning()) {
                throw new IllegalStateException("the job did not start within " + START_LIMIT.toSeconds() + " s");
            }
            return fresh;
        } catch (RuntimeException e) {
            rest.withdraw();
            closeQuietly(cluster);
            throw e;
        }
    }

    /** Runs a job that has an end, and returns when it has; throws what made it fail. */
    static void runToEnd(Configuration settings, JobGraph graph) throws InterruptedException {
        MiniCluster cluster = boot(settings);
        try {
            cluster.executeJobBlocking(graph);
        } catch (JobExecutionException e) {
            throw new IllegalStateException(rootCause(e).getMessage(), e);
        } finally {
            closeQuietly(cluster);
        }
    }

    private static Configuration clusterSettings(EmfsConfig config, Configuration settings, RestAccess rest) {
        Configuration all = new Configuration(settings);
        rest.options().forEach(all::setString);
        config.flink().forEach(all::setString);
        return all;
    }

    boolean running() {
        return newestRunning().isPresent();
    }

    /**
     * What the job that runs now was started with, if another one was looked at before: an upgrade ends one job and starts
     * another. A job of which not all tasks run yet may turn out not to run at all.
     */
    synchronized Optional<JobConfiguration> takeSuccessor() {
        JobID newest = newestRunning().orElse(job);
        if (newest.equals(job)) {
            return Optional.empty();
        }
        AccessExecutionGraph graph = get("job", cluster.getExecutionGraph(newest), START_LIMIT);
        if (!allTasksRun(graph)) {
            return Optional.empty();
        }
        job = newest;
        return JobConfiguration.of(graph.getArchivedExecutionConfig().getGlobalJobParameters());
    }

    private Optional<JobID> newestRunning() {
        return get("jobs", cluster.listJobs(), START_LIMIT).stream()
                .filter(each -> each.getJobState() == JobStatus.RUNNING)
                .max(Comparator.comparingLong(JobStatusMessage::getStartTime))
                .map(JobStatusMessage::getJobId);
    }

    @Override
    public synchronized void close() {
        rest.withdraw();
        try {
            job = newestRunning().orElse(job);
        } catch (RuntimeException e) {
            log.debug("whether the job was upgraded is not known", e);
        }
        cancel();
        closeQuietly(cluster);
    }

    private synchronized JobStatus status() {
        return get("job status", cluster.getJobStatus(job), START_LIMIT);
    }

    private boolean reachesRunning() {
        long deadlineNs = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadlineNs) {
            AccessExecutionGraph graph = get("job", cluster.getExecutionGraph(job), START_LIMIT);
            JobStatus status = graph.getState();
            if (status == JobStatus.RUNNING && allTasksRun(graph)) {
                return true;
            }
            if (status.isGloballyTerminalState() || status == JobStatus.RESTARTING) {
                return false;
            }
            pause();
        }
        return false;
    }

    private static boolean allTasksRun(AccessExecutionGraph graph) {
        for (var vertex : graph.getAllExecutionVertices()) {
            if (vertex.getExecutionState() != ExecutionState.RUNNING) {
                return false;
            }
        }
        return true;
    }

    private void cancel() {
        try {
            cluster.cancelJob(job).get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            long deadlineNs = System.nanoTime() + STOP_LIMIT.toNanos();
            while (!status().isGloballyTerminalState() && System.nanoTime() < deadlineNs) {
                pause();
            }
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            log.debug("the job was gone or did not cancel in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static MiniCluster boot(Configuration settings) {
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(settings.get(CoreOptions.DEFAULT_PARALLELISM))
                .build());
        try {
            cluster.start();
            return cluster;
        } catch (Exception e) {
            closeQuietly(cluster);
            throw new IllegalStateException("the embedded Flink cluster did not start: " + e.getMessage(), e);
        }
    }

    private static EmbeddedCluster submit(
            MiniCluster cluster, RestAccess rest, JobGraph graph, Optional<Path> checkpoint) {
        checkpoint.ifPresent(path -> graph.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(path.toUri().toString(), true, RecoveryClaimMode.CLAIM)));
        return new EmbeddedCluster(
                cluster,
                rest,
                get("submit", cluster.submitJob(graph), START_LIMIT).getJobID());
    }

    private static <T> T get(String what, CompletableFuture<T> future, Duration limit) {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Flink, " + what + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Flink, " + what + ": interrupted", e);
        }
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : rootCause(cause);
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(MiniCluster cluster) {
        try {
            cluster.closeAsync().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.warn("the embedded Flink cluster did not stop cleanly: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Builds the job anew for each attempt to start it. */
    @FunctionalInterface
    interface JobSource {
        JobGraph jobGraph(Configuration settings);
    }
}

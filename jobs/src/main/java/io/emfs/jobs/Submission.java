package io.emfs.jobs;

import io.emfs.config.LoadedConfig;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * Puts the job on a Flink cluster, where its TaskManagers listen for agents. Without any it is idle: it has no events, and
 * nobody hears its commands. Blocks the calling thread.
 */
public final class Submission {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private Submission() {}

    /**
     * Returns when all tasks run; throws {@link IllegalStateException} with the reason if they do not, and leaves no job
     * behind.
     *
     * @param savepoint to start from, which stays the caller's; null for a job that knows nothing
     */
    public static ClusterJob submit(ClusterClient cluster, LoadedConfig loaded, @Nullable String savepoint) {
        cluster.jobs(); // the jar is large: who cannot be reached is not sent it
        ClusterJob job =
                cluster.submit(PlacedJob.graph(JobConfiguration.asOfNow(loaded, JobPlace.CLUSTER), cluster), savepoint);
        Optional<String> failure = cluster.whyNotRunning(job, START_LIMIT);
        if (failure.isPresent()) {
            cluster.cancel(job);
            throw new IllegalStateException("the job does not run, and was cancelled: " + failure.get());
        }
        return new ClusterJob(job.id(), job.name(), JobStatus.RUNNING.name(), job.startedMs());
    }

    /**
     * The same on the cluster that Flink's own command line has chosen, with its savepoint: for {@code flink run}. Returns
     * at once.
     */
    public static void execute(LoadedConfig loaded) throws Exception {
        SchedulingJob.environment(
                        JobConfiguration.asOfNow(loaded, JobPlace.CLUSTER),
                        ConfiguredModel.of(loaded.config()),
                        FlinkSettings.forClusterJob(loaded.config()))
                .executeAsync(SchedulingJob.NAME);
    }
}

package io.emfs.jobs;

import io.emfs.config.ConfigChange;
import io.emfs.config.LoadedConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a job by one of this version, or of another configuration: stops it with a savepoint, starts the other one from
 * that, and, if the other one does not run, the former one again. Agents hold what is placed meanwhile, and events wait.
 * Blocks the calling thread.
 */
public final class Upgrade {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final long NS_PER_MS = 1_000_000;

    private final ClusterClient cluster;
    private final @Nullable String savepoints;

    /**
     * What became of it.
     *
     * @param job the one that runs now
     * @param stopMs how much of the gap the savepoint took
     * @param gapMs from the moment when the former job was asked to stop until all tasks run: at most so long nothing was
     *     decided
     * @param changes what is configured otherwise
     * @param failure why the former job runs again; empty if the upgrade took place
     */
    public record Result(
            ClusterJob job, String savepoint, double stopMs, double gapMs, List<String> changes, String failure) {
        /** Whether the former job runs again. */
        public boolean rolledBack() {
            return !failure.isEmpty();
        }
    }

    /** Savepoints go to that directory, or to the cluster's default. */
    public Upgrade(ClusterClient cluster, @Nullable String savepoints) {
        this.cluster = cluster;
        this.savepoints = savepoints;
    }

    /**
     * Returns when a job runs, the new or the former one; throws {@link IllegalStateException} if nothing was begun, or if
     * neither of them runs.
     *
     * @param wanted the next configuration; null for the present one
     */
    public Result run(String name, @Nullable LoadedConfig wanted) {
        ClusterJob former = cluster.job(name);
        JobConfiguration before = cluster.configurationOf(former)
                .orElseThrow(
                        () -> new IllegalStateException(former.name() + " is no job of eMFS: it has no configuration"));
        JobConfiguration after = wanted == null ? before : JobConfiguration.asOfNow(wanted, before.place());
        UpgradeChanges changes =
                UpgradeChanges.between(before.loaded().config(), after.loaded().config(), before.place());
        changes.requirePossible();
        JobGraph graph = PlacedJob.graph(after, cluster);
        JobGraph rollback = PlacedJob.graph(before, cluster);

        cluster.whyNotRunning(former, START_LIMIT); // has loaded what is needed when time counts
        long stoppedNs = System.nanoTime();
        String savepoint = cluster.stop(former, savepoints);
        double stopMs = msSince(stoppedNs);
        Function<ClusterJob, Result> result = job -> new Result(
                job,
                savepoint,
                stopMs,
                msSince(stoppedNs),
                changes.made().stream().map(ConfigChange::toString).toList(),
                "");
        ClusterJob next = cluster.submit(graph, savepoint);
        Optional<String> failure = cluster.whyNotRunning(next, START_LIMIT);
        return failure.isEmpty() ? result.apply(next) : rollBack(next, rollback, savepoint, failure.get(), result);
    }

    private Result rollBack(
            ClusterJob failed, JobGraph former, String savepoint, String failure, Function<ClusterJob, Result> result) {
        cluster.cancel(failed);
        ClusterJob job = cluster.submit(former, savepoint);
        cluster.whyNotRunning(job, START_LIMIT).ifPresent(reason -> {
            throw new IllegalStateException("neither the new job (" + failure + ") nor the former one (" + reason
                    + ") runs; the state is in " + savepoint);
        });
        Result running = result.apply(job);
        return new Result(job, savepoint, running.stopMs(), running.gapMs(), List.of(), failure);
    }

    private static double msSince(long ns) {
        return (System.nanoTime() - ns) / (double) NS_PER_MS;
    }
}

package io.emfs.jobs;

import io.emfs.config.EmfsConfig;
import java.nio.file.Path;
import org.apache.flink.runtime.jobgraph.JobGraph;

/** A job's graph with all that the place where it is to run wants. Stateless. */
final class PlacedJob {
    private PlacedJob() {}

    /**
     * Throws {@link IllegalStateException} if it is for a cluster and the job's jar is not there.
     *
     * @param cluster that it is for; where the jar lies in Flink's {@code lib}, the graph does not bring it along
     */
    static JobGraph graph(JobConfiguration configuration, ClusterClient cluster) {
        EmfsConfig config = configuration.loaded().config();
        return switch (configuration.place()) {
            case AGENT ->
                SchedulingJob.graph(
                        configuration,
                        ConfiguredModel.of(config),
                        FlinkSettings.of(
                                config,
                                new StateDirectory(Path.of(config.state().dir()))));
            case CLUSTER -> {
                JobJar jar = JobJar.ofThisVersion();
                JobGraph graph = SchedulingJob.graph(
                        configuration, ConfiguredModel.of(config), FlinkSettings.forClusterJob(config));
                if (!cluster.hasLibrary(jar.libraryName())) {
                    graph.addJar(new org.apache.flink.core.fs.Path(jar.path().toUri()));
                }
                yield graph;
            }
        };
    }
}

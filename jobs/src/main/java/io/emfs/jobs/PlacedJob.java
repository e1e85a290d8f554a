package io.emfs.jobs;

import io.emfs.config.EmfsConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.runtime.jobgraph.JobGraph;

/** A job's graph with all that the place where it is to run wants. Stateless. */
final class PlacedJob {
    /** Set by the launcher script: the jar with the job and everything it needs but Flink. */
    static final String JAR = "emfs.job";

    private PlacedJob() {}

    /** Throws {@link IllegalStateException} if it is for a cluster and the job's jar is not there. */
    static JobGraph graph(JobConfiguration configuration) {
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
                Path jar = jar();
                JobGraph graph = SchedulingJob.graph(
                        configuration, ConfiguredModel.of(config), FlinkSettings.forClusterJob(config));
                graph.addJar(new org.apache.flink.core.fs.Path(jar.toUri()));
                yield graph;
            }
        };
    }

    private static Path jar() {
        String jar = System.getProperty(JAR);
        if (jar == null || !Files.isReadable(Path.of(jar))) {
            throw new IllegalStateException("the job's jar is not there (-D" + JAR + " = " + jar
                    + "); start this by ./emfs from a checkout, which builds it");
        }
        return Path.of(jar);
    }
}

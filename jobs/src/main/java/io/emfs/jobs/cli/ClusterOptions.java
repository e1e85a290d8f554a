package io.emfs.jobs.cli;

import io.emfs.jobs.ClusterAccess;
import io.emfs.jobs.ClusterClient;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Flink cluster a command is about. */
final class ClusterOptions {
    @Option(
            names = "--cluster",
            paramLabel = "HOST:PORT",
            description = "Flink's REST address; default: the cluster inside the agent of state.dir.")
    private @Nullable String cluster;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = "A Flink option for the client, e.g. of security.ssl.rest.")
    private Map<String, String> flink = new LinkedHashMap<>();

    /** Whether the command line names one. */
    boolean given() {
        return cluster != null;
    }

    /** @param stateDirectory where an agent on this machine keeps its state */
    ClusterClient client(String stateDirectory) {
        Map<String, String> options = new LinkedHashMap<>(
                cluster == null ? ClusterAccess.ofAgent(stateDirectory) : ClusterAccess.at(cluster, stateDirectory));
        options.putAll(flink);
        return new ClusterClient(options);
    }
}

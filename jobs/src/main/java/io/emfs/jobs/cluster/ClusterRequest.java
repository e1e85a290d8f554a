package io.emfs.jobs.cluster;

import java.util.Map;
import java.util.Optional;

/**
 * What is asked of a cluster that is to start; what is left open is as it was if it is to start again.
 *
 * @param restPort 0: any free one
 * @param bare a new one has nothing but Flink: the job's jar comes with each job, not with the cluster
 */
public record ClusterRequest(Optional<Integer> restPort, Optional<HighAvailability> zooKeeper, boolean bare) {
    private static final int DEFAULT_PORT = 8081;
    private static final String NONE = "none";

    /** Of a cluster that is not there yet. */
    int newRestPort() {
        return restPort.orElse(DEFAULT_PORT);
    }

    /** Throws {@link IllegalStateException} if a cluster with these options of Flink is another one. */
    void requireSame(Map<String, String> options, ClusterDirectory directory) {
        restPort.filter(port -> port != 0)
                .ifPresent(port ->
                        requireSame("--port", port.toString(), options.getOrDefault("rest.port", NONE), directory));
        zooKeeper.ifPresent(each -> requireSame(
                "--zookeeper", each.quorum(), options.getOrDefault(HighAvailability.QUORUM, NONE), directory));
    }

    private static void requireSame(String option, String wanted, String present, ClusterDirectory directory) {
        if (!wanted.equals(present)) {
            throw new IllegalStateException(option + " = " + wanted + ": the cluster of " + directory.root()
                    + ", of which processes are to start again, has " + present
                    + "; leave it out, or end that cluster by ./emfs cluster stop");
        }
    }
}

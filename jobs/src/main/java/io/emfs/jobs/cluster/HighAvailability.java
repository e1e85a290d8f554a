package io.emfs.jobs.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * ZooKeeper for a cluster: which JobManager leads, which jobs there are, and what their newest checkpoints are. A JobManager
 * that is started again learns of its jobs from there, and TaskManagers of the JobManager. Immutable.
 */
public record HighAvailability(String quorum) {
    static final String QUORUM = "high-availability.zookeeper.quorum";

    private static final Pattern QUORUM_FORMAT = Pattern.compile("[^:,\\s]+:[0-9]{1,5}(,[^:,\\s]+:[0-9]{1,5})*");
    private static final int MAX_PORT = 65_535;
    private static final int CONNECT_LIMIT_MS = 2_000;

    /** Throws {@link IllegalArgumentException} with what is allowed. */
    public HighAvailability {
        if (!QUORUM_FORMAT.matcher(quorum).matches()
                || servers(quorum).stream().anyMatch(each -> port(each) > MAX_PORT)) {
            throw new IllegalArgumentException(quorum + ": must be HOST:PORT, or several with commas between them");
        }
    }

    /**
     * Flink's options. What they name in ZooKeeper is new with each call, and only who has these options may read or change
     * it: the states that lie there are serialised objects, and who writes one runs code in the JobManager.
     */
    Map<String, String> options(ClusterDirectory directory) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("high-availability.type", "zookeeper");
        options.put(QUORUM, quorum);
        options.put("high-availability.zookeeper.path.root", "/emfs-" + UUID.randomUUID());
        options.put(
                "high-availability.storageDir",
                directory.highAvailability().toUri().toString());
        options.put("high-availability.zookeeper.client.acl", "creator");
        options.put("high-availability.zookeeper.client.authorization", "{digest: \"emfs:" + UUID.randomUUID() + "\"}");
        // as long as a TaskManager's heartbeat; a ZooKeeper grants two of its ticks, 4 s, at the least by default
        options.put("high-availability.zookeeper.client.session-timeout", "5s");
        options.put("high-availability.zookeeper.client.connection-timeout", "5s");
        // a ZooKeeper that is back before a session ends has cost no job a restart
        options.put("high-availability.zookeeper.client.tolerate-suspended-connections", "true");
        return options;
    }

    /** Throws {@link IllegalStateException} if none of its servers takes connections. */
    void requireServer() {
        if (servers(quorum).stream().noneMatch(HighAvailability::answers)) {
            throw new IllegalStateException("--zookeeper = " + quorum + ": no ZooKeeper listens there");
        }
    }

    private static boolean answers(String server) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(server.substring(0, server.indexOf(':')), port(server)), CONNECT_LIMIT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> servers(String quorum) {
        return Arrays.asList(quorum.split(","));
    }

    private static int port(String server) {
        return Integer.parseInt(server.substring(server.indexOf(':') + 1));
    }
}

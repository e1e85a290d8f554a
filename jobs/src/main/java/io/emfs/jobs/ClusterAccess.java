package io.emfs.jobs;

import io.emfs.jobs.cluster.ClusterDirectory;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Flink's client options for a cluster. Stateless. */
public final class ClusterAccess {
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+\\]|[^:\\s]+):([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;

    private ClusterAccess() {}

    /** The one inside the agent that runs with this {@code state.dir}. */
    public static Map<String, String> ofAgent(String stateDirectory) {
        StateDirectory directory = new StateDirectory(Path.of(stateDirectory));
        return RestAccess.published(directory.rest())
                .orElseThrow(() -> new IllegalStateException("no agent runs with state.dir = " + stateDirectory
                        + " that this user may talk to (" + directory.rest()
                        + "); name its configuration with --config, or a cluster with --cluster HOST:PORT"));
    }

    /**
     * The one at {@code HOST:PORT}; with its key if it is the one that {@code emfs cluster} started with this
     * {@code state.dir}.
     */
    public static Map<String, String> at(String address, String stateDirectory) {
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > MAX_PORT) {
            throw new IllegalStateException("--cluster = " + address + ": must be HOST:PORT");
        }
        String host = parts.group(1).equals("localhost") ? "127.0.0.1" : parts.group(1);
        Map<String, String> plain = Map.of("rest.address", host, "rest.port", parts.group(2));
        return RestAccess.published(standalone(stateDirectory).rest())
                .filter(options -> options.entrySet().containsAll(plain.entrySet()))
                .orElse(plain);
    }

    /** Where {@code emfs cluster} keeps the one that belongs to this {@code state.dir}. */
    public static ClusterDirectory standalone(String stateDirectory) {
        return new ClusterDirectory(new StateDirectory(Path.of(stateDirectory)).cluster());
    }
}

package io.emfs.tests.scale;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How many functions and connections.
 *
 * @param functions one on each port from {@code basePort} on
 * @param laps requests on each connection
 * @param perSecond requests a second in all
 * @param maxSockets the monitor's room for connections
 */
public record ScalePlan(int basePort, int functions, int connections, int laps, int perSecond, int maxSockets) {

    /** The configuration: each function declared by its port. */
    public String yaml() {
        return "node: here\ndiscovery: {env: [EMFS_SCALE]}\nmonitor: {mode: requests, max-sockets: " + maxSockets
                + "}\nfunctions:\n"
                + IntStream.range(0, functions)
                        .mapToObj(i -> "  - {name: " + name(i) + ", match: {port: " + (basePort + i) + "}}\n")
                        .collect(Collectors.joining());
    }

    public long requests() {
        return (long) connections * laps;
    }

    private static String name(int index) {
        return "scale-" + index;
    }
}

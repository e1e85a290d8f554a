package io.emfs.pipeline.channel;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The open {@link LocalChannel}s of this JVM, by node. Static because a job graph is serialised on its way to the
 * embedded cluster: sources and sinks carry the node's name and find the channel here. Thread-safe.
 */
public final class LocalChannels {
    public static final int DEFAULT_CAPACITY = 1 << 16;

    private static final ConcurrentMap<String, LocalChannel> OPEN = new ConcurrentHashMap<>();

    private LocalChannels() {}

    public static LocalChannel open(String node) {
        return open(node, DEFAULT_CAPACITY);
    }

    /**
     * Opens the channel of a node.
     *
     * @param capacity events that may wait for the job; rounded up to a power of two
     * @throws IllegalStateException if the node's channel is open already
     */
    public static LocalChannel open(String node, int capacity) {
        LocalChannel channel = new LocalChannel(node, capacity);
        if (OPEN.putIfAbsent(node, channel) != null) {
            throw new IllegalStateException("the local channel is open already: node=" + node);
        }
        return channel;
    }

    /**
     * The open channel of a node.
     *
     * @throws IllegalStateException if the node has no open channel in this JVM
     */
    public static LocalChannel get(String node) {
        LocalChannel channel = OPEN.get(node);
        if (channel == null) {
            throw new IllegalStateException("no local channel in this JVM: node=" + node + ", open=" + OPEN.keySet()
                    + "; the agent opens it before the job starts, and the job must run in the agent's JVM");
        }
        return channel;
    }

    /** The open channel of a node, if there is one in this JVM. */
    public static Optional<LocalChannel> find(String node) {
        return Optional.ofNullable(OPEN.get(node));
    }

    /** Closes the node's channel if it is open: its fluxes complete. */
    public static void close(String node) {
        LocalChannel channel = OPEN.remove(node);
        if (channel != null) {
            channel.close();
        }
    }
}

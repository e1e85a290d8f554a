package io.emfs.jobs.replay;

import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The replays that run in this JVM, by name. Static because a job graph is serialised on its way to the embedded cluster:
 * its ends carry the name and find the channel here. Thread-safe.
 */
public final class ReplayChannels {
    private static final ConcurrentMap<String, ReplayChannel> OPEN = new ConcurrentHashMap<>();

    private ReplayChannels() {}

    /** The name under which the channel is found from now on. */
    public static String open(ReplayChannel channel) {
        String replay = UUID.randomUUID().toString();
        OPEN.put(replay, channel);
        return replay;
    }

    static ReplayChannel get(String replay) {
        ReplayChannel channel = OPEN.get(replay);
        if (channel == null) {
            throw new IllegalStateException("no such replay in this JVM: " + replay + ", open=" + OPEN.keySet());
        }
        return channel;
    }

    public static void close(String replay) {
        OPEN.remove(replay);
    }
}

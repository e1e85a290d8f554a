package io.emfs.pipeline.link;

/**
 * The protocol's numbers. Its version covers {@code link.proto} and the formats of events, commands and reports inside: who
 * changes one of them raises {@link #NEWEST}, so that an older peer says that it is older instead of failing later.
 */
public final class LinkProtocol {
    public static final String PATH = "/emfs/link";

    /** What this release still understands. */
    public static final int OLDEST = 1;

    public static final int NEWEST = 2;

    /** The first version whose agents know {@code Learning}. */
    public static final int WITH_LEARNING = 2;

    /** Of a peer that has not been let in yet. */
    public static final int MAX_HELLO_BYTES = 8 << 10;

    public static final int MAX_FRAME_BYTES = 1 << 20;

    /** A peer that was not heard of for so many heartbeats is gone. */
    public static final int HEARTBEATS_TO_LOSS = 5;

    /** Told to the other side, for its log. */
    public static final String RELEASE = "0.1.0";

    /** What {@link #common} answers if there is none. */
    public static final int NO_VERSION = 0;

    private LinkProtocol() {}

    /** The newest version that both speak. */
    public static int common(int oldest, int newest) {
        int version = Math.min(newest, NEWEST);
        return version >= Math.max(oldest, OLDEST) ? version : NO_VERSION;
    }
}

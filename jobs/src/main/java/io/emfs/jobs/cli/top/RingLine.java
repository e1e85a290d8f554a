package io.emfs.jobs.cli.top;

/**
 * The ring and its reader.
 *
 * @param dropped events that found the ring full, since the agent's start
 * @param readerLagMs the most in the last 15 to 20 s
 */
public record RingLine(
        double eventsPerSecond,
        double droppedPerSecond,
        long dropped,
        double readerLagMs,
        long fillBytes,
        long highWaterBytes,
        long capacityBytes) {}

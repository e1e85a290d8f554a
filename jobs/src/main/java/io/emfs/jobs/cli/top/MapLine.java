package io.emfs.jobs.cli.top;

/**
 * How full a BPF hash table is.
 *
 * @param refused insertions that found it full, since the agent's start
 */
public record MapLine(String map, long entries, long capacity, int entryBytes, double refusedPerSecond, long refused) {}

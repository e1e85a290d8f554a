package io.emfs.bpf.monitor;

/**
 * How full a BPF hash table is.
 *
 * @param entryBytes key and value
 * @param refused insertions that found it full, so far
 */
public record TableFill(String name, int entries, int capacity, int entryBytes, long refused) {}

package io.emfs.bpf.monitor;

/**
 * The ring between the kernel and the agent.
 *
 * @param fillBytes that wait to be read
 * @param highWaterBytes the most that the reader has found waiting
 */
public record RingUse(int capacityBytes, long fillBytes, long highWaterBytes) {}

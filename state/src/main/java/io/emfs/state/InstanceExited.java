package io.emfs.state;

/**
 * A process of the function is gone.
 *
 * @param remaining processes of the function that are left
 */
public record InstanceExited(FunctionKey key, int pid, int remaining, long timestampNs) implements NodeEvent {}

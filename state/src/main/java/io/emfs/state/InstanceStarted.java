package io.emfs.state;

/** A process of the function appeared: it began to listen, its environment named the function, or it was found running. */
public record InstanceStarted(FunctionKey key, int pid, long timestampNs) implements NodeEvent {}

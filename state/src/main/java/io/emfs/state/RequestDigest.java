package io.emfs.state;

/**
 * All requests of one function since the digest before, aggregated in the kernel.
 *
 * @param timestampNs epoch ns at which the digest was taken; its requests were answered before, since the digest before
 * @param requests owned by this event: whoever changes it takes a copy
 */
public record RequestDigest(FunctionKey key, long timestampNs, WindowSlice requests) implements NodeEvent {}

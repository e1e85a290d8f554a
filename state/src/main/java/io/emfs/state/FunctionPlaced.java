package io.emfs.state;

/**
 * The executor has given the function's threads another queue. It is for recordings, from which models are trained: which
 * queue a request was served in shows in no other event. A job that schedules pays no heed to it.
 *
 * @param queue 1…n
 */
public record FunctionPlaced(FunctionKey key, int queue, long timestampNs) implements NodeEvent {}

package io.emfs.config;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code queues[]}; row i is p(i+1).
 *
 * @param priorities the band of a real-time queue; null for {@link SchedulingClass#OTHER}
 * @param nice −20…19; 0 for a real-time queue
 */
public record QueueConfig(
        Duration quantum, SchedulingClass policy, @Nullable PriorityBand priorities, int nice)
        implements Serializable {}

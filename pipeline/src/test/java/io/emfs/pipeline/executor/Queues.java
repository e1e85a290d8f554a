package io.emfs.pipeline.executor;

import io.emfs.config.PriorityBand;
import io.emfs.config.QueueConfig;
import io.emfs.config.SchedulingClass;
import java.time.Duration;
import java.util.List;

/** Three queues: RR 72-81, RR 62-71, OTHER at nice 5. */
final class Queues {
    static final List<QueueConfig> THREE = List.of(
            new QueueConfig(Duration.ofMillis(20), SchedulingClass.RR, new PriorityBand(72, 81), 0),
            new QueueConfig(Duration.ofMillis(40), SchedulingClass.RR, new PriorityBand(62, 71), 0),
            new QueueConfig(Duration.ofMillis(80), SchedulingClass.OTHER, null, 5));

    private Queues() {}
}

package io.emfs.tests.faas;

import static io.emfs.tests.faas.FaasOptions.OTHER_CORE;

import io.emfs.tests.workload.LoadGenerator;
import io.emfs.tests.workload.LoadOptions;
import io.emfs.tests.workload.LoadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Sends the requests of a schedule, in real time, so that nothing but the schedulers delays them. Blocks its thread until
 * the last answer or the end of the drain.
 */
final class FaasLoad {
    private static final Duration ROUNDING = Duration.ofMillis(1);

    private FaasLoad() {}

    static LoadResult send(Schedule schedule, FunctionServers servers, Duration warmup, Duration drain)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile("emfs-faas", ".schedule");
        try {
            schedule.write(file);
            Duration counted = schedule.duration().minus(warmup).plus(ROUNDING);
            return LoadGenerator.onTime(OTHER_CORE)
                    .run(LoadOptions.of(counted, 0, servers.targets())
                            .withWarmup(warmup)
                            .withDrain(drain)
                            .withSchedule(file));
        } finally {
            Files.delete(file);
        }
    }
}

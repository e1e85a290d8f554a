package io.emfs.jobs;

import io.emfs.config.EmfsConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;

/** Flink's options for a cluster or a job; {@code flink:} in the configuration overrides any of them. */
final class FlinkSettings {
    private FlinkSettings() {}

    /** For the embedded cluster and its job. */
    static Configuration of(EmfsConfig config, StateDirectory directory) {
        Map<String, String> options = new LinkedHashMap<>();
        loopbackOnly(options);
        latency(options);
        footprint(options, parallelism(config));
        state(options, config, directory);
        options.putAll(config.flink());
        return Configuration.fromMap(options);
    }

    /** For a job on a cluster, which says itself where state goes, how it is reached, and how much memory there is. */
    static Configuration forClusterJob(EmfsConfig config) {
        Map<String, String> options = new LinkedHashMap<>();
        latency(options);
        checkpoints(options, config);
        restarts(options);
        options.putAll(config.flink());
        return Configuration.fromMap(options);
    }

    /**
     * For a replay, whose state is small and of no use afterwards: on the heap, without checkpoints, all files in
     * {@code directory}. {@code flink:} is left out, for it speaks of the machine that the recording comes from.
     */
    static Configuration forReplay(EmfsConfig config, Path directory) {
        Map<String, String> options = new LinkedHashMap<>();
        loopbackOnly(options);
        latency(options);
        footprint(options, 1);
        options.put("state.backend.type", "hashmap");
        temporary(options, directory);
        return Configuration.fromMap(options);
    }

    /** By default Flink binds all interfaces and takes jars from anyone who can connect. */
    private static void loopbackOnly(Map<String, String> options) {
        options.put("rest.bind-address", "127.0.0.1");
        options.put("rest.address", "127.0.0.1");
        options.put("rest.port", "0");
        options.put("web.submit.enable", "false");
        // what REST tells of a job is cached for so long; an upgrade waits for it
        options.put("web.refresh-interval", "50");
        options.put("jobmanager.bind-host", "127.0.0.1");
        options.put("taskmanager.bind-host", "127.0.0.1");
        options.put("taskmanager.host", "127.0.0.1");
    }

    /** Records are few and each is urgent: none waits for a buffer to fill. */
    private static void latency(Map<String, String> options) {
        options.put("execution.buffer-timeout.interval", "0ms");
        options.put("pipeline.object-reuse", "true");
        options.put("pipeline.auto-watermark-interval", "0ms"); // windows have their nodes' own time
        options.put("pipeline.generic-types", "false");
        options.put("parallelism.default", "1");
        options.put("pipeline.max-parallelism", "128");
    }

    /** What {@code flink:} says of it; Flink itself complains of what is no number. */
    private static int parallelism(EmfsConfig config) {
        return Configuration.fromMap(config.flink())
                .getOptional(CoreOptions.DEFAULT_PARALLELISM)
                .orElse(1);
    }

    /** Each slot has its own RocksDB, which is slow with less. */
    private static void footprint(Map<String, String> options, int slots) {
        options.put("taskmanager.memory.managed.size", 32 * slots + "m");
        options.put("taskmanager.memory.network.min", "8m");
        options.put("taskmanager.memory.network.max", "8m");
        options.put(
                "slotmanager.requirement-check.delay",
                "0ms"); // more waits for a tick of Pekko, and an upgrade for that
        options.put("heartbeat.interval", "60s");
        options.put("heartbeat.timeout", "300s");
    }

    private static void state(Map<String, String> options, EmfsConfig config, StateDirectory directory) {
        temporary(options, directory.temporary());
        options.put("state.backend.rocksdb.localdir", directory.working().toString());
        options.put(
                "execution.checkpointing.dir", directory.checkpoints().toUri().toString());
        checkpoints(options, config);
    }

    private static void checkpoints(Map<String, String> options, EmfsConfig config) {
        options.put("state.backend.type", "rocksdb");
        options.put(
                "execution.checkpointing.interval",
                config.state().checkpointInterval().toMillis() + "ms");
        options.put("execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
        options.put("execution.checkpointing.num-retained", "2");
        options.put("execution.checkpointing.timeout", "60s");
    }

    /** A lost TaskManager is no reason to wait for a second; a failure that comes back is. */
    private static void restarts(Map<String, String> options) {
        options.put("restart-strategy.type", "exponential-delay");
        options.put("restart-strategy.exponential-delay.initial-backoff", "100ms");
        options.put("restart-strategy.exponential-delay.backoff-multiplier", "2.0");
    }

    private static void temporary(Map<String, String> options, Path directory) {
        options.put("io.tmp.dirs", directory.toString());
        options.put("web.tmpdir", directory.toString());
        options.put("process.working-dir", directory.toString());
    }
}

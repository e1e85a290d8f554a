package io.emfs.jobs;

import io.emfs.config.EmfsConfig;
import io.emfs.operators.TypeInformations;
import io.emfs.operators.training.ModelSupply;
import io.emfs.operators.window.HeartbeatWatermarks;
import io.emfs.state.NodeEvent;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The agent's job, its settings and its state backend over events that are made as fast as the job takes them; what it
 * decides goes nowhere. Started and closed on one thread, one at a time in a JVM; the events are made on the task thread.
 */
public final class GeneratedJob implements AutoCloseable {
    private static final AtomicLong MADE = new AtomicLong();

    private final StateDirectory directory;
    private final EmbeddedCluster cluster;

    private GeneratedJob(StateDirectory directory, EmbeddedCluster cluster) {
        this.directory = directory;
        this.cluster = cluster;
    }

    /** Returns when it runs; its files are in {@code state.dir}. */
    public static GeneratedJob start(EmfsConfig config, Generator generator) {
        MADE.set(0);
        StateDirectory directory = new StateDirectory(Path.of(config.state().dir())).create();
        // the events' time is their own, so no clock may drive the watermark
        HeartbeatWatermarks watermarks =
                new HeartbeatWatermarks(Duration.ofMillis(1), Duration.ofMillis(50), Duration.ofMillis(20), () -> 0);
        return new GeneratedJob(
                directory,
                EmbeddedCluster.start(
                        config,
                        settings -> SchedulingJob.graph(
                                config,
                                ModelSupply.SHIPPED,
                                settings,
                                new DataGeneratorSource<>(
                                        index -> make(generator, index), Long.MAX_VALUE, TypeInformations.NODE_EVENT),
                                watermarks,
                                new DiscardingSink<>(),
                                new DiscardingSink<>())));
    }

    /** How many events the job has taken; for any thread. */
    public long events() {
        return MADE.get();
    }

    /** Whether the job has not failed meanwhile. */
    public boolean running() {
        return cluster.running();
    }

    @Override
    public void close() {
        cluster.close();
        directory.discardWorking();
    }

    private static NodeEvent make(Generator generator, long index) {
        MADE.lazySet(index);
        return generator.event(index);
    }

    /** Makes the events, in the order of their time; travels with the job, so it is serialisable. */
    @FunctionalInterface
    public interface Generator extends Serializable {
        NodeEvent event(long index);
    }
}

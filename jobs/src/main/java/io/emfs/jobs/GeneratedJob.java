package io.emfs.jobs;

import io.emfs.config.EmfsConfig;
import io.emfs.operators.TypeInformations;
import io.emfs.operators.training.ModelSupply;
import io.emfs.operators.window.NodeTime;
import io.emfs.state.NodeEvent;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The agent's job, its settings and its state backend over events that are made as fast as the job takes them; what it
 * decides goes nowhere. Started and closed on one thread, one at a time in a JVM; the events are made on the task threads of at most 64 sources.
 */
public final class GeneratedJob implements AutoCloseable {
    private static final int MAX_SOURCES = 64;

    /** Of each source. */
    private static final AtomicLongArray MADE = new AtomicLongArray(MAX_SOURCES);

    private final StateDirectory directory;
    private final EmbeddedCluster cluster;

    private GeneratedJob(StateDirectory directory, EmbeddedCluster cluster) {
        this.directory = directory;
        this.cluster = cluster;
    }

    /** Returns when it runs; its files are in {@code state.dir}. */
    public static GeneratedJob start(EmfsConfig config, Generator generator) {
        for (int source = 0; source < MAX_SOURCES; source++) {
            MADE.set(source, 0);
        }
        StateDirectory directory = new StateDirectory(Path.of(config.state().dir())).create();
        return new GeneratedJob(
                directory,
                EmbeddedCluster.start(
                        config,
                        settings -> SchedulingJob.graph(
                                config,
                                ModelSupply.SHIPPED,
                                settings,
                                new DataGeneratorSource<>(
                                        new Source(generator), Long.MAX_VALUE, TypeInformations.NODE_EVENT),
                                NodeTime.ofEventsAlone(),
                                new DiscardingSink<>(),
                                new DiscardingSink<>())));
    }

    /** How many events the job has taken; for any thread. */
    public long events() {
        long events = 0;
        for (int source = 0; source < MAX_SOURCES; source++) {
            events += MADE.get(source);
        }
        return events;
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

    /** One of the subtasks that Flink gives a range of numbers each; they are counted from 0 here. */
    private static final class Source implements GeneratorFunction<Long, NodeEvent> {
        private static final long serialVersionUID = 1;

        private final Generator generator;
        private transient int source;
        private transient long first;

        Source(Generator generator) {
            this.generator = generator;
        }

        @Override
        public void open(SourceReaderContext context) {
            source = context.getIndexOfSubtask();
            first = -1;
        }

        @Override
        public NodeEvent map(Long number) {
            if (first < 0) {
                first = number;
            }
            long index = number - first;
            MADE.lazySet(source, index);
            return generator.event(source, index);
        }
    }

    /** Makes the events of each source, in the order of their time; travels with the job, so it is serialisable. */
    @FunctionalInterface
    public interface Generator extends Serializable {
        NodeEvent event(int source, long index);
    }
}

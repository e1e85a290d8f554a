package io.emfs.operators.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.LearningConfig;
import io.emfs.config.PolicyConfig;
import io.emfs.config.QueueConfig;
import io.emfs.config.Slo;
import io.emfs.config.WindowConfig;
import io.emfs.operators.SchedulingTopology;
import io.emfs.operators.TypeInformations;
import io.emfs.operators.training.ModelSupply;
import io.emfs.operators.window.NodeTime;
import io.emfs.state.FunctionKey;
import io.emfs.state.InstanceStarted;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestAnswered;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.operators.coordination.CoordinationRequestGateway;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

/** A function on two nodes, which are two subtasks' of a job on a cluster of its own. */
class FleetJobTest {
    private static final int KEY_GROUPS = 128;
    private static final long LIMIT_NS = TimeUnit.MINUTES.toNanos(2);
    private static final long NS_PER_MS = 1_000_000;
    private static final List<WindowConfig> WINDOWS = List.of(
            new WindowConfig("fast", Duration.ofMillis(500), Duration.ofMillis(100)),
            new WindowConfig("slow", Duration.ofSeconds(2), Duration.ofSeconds(1)));

    /** Nine of ten requests come here, and take 10 ms. */
    private static final FunctionKey BUSY = onSubtask(0);

    /** The others take 200 ms. */
    private static final FunctionKey SLOW = onSubtask(1);

    @Test
    void answersWithAllNodesOfBothSubtasks() throws Exception {
        JobClient job = start();
        try {
            FleetFunction f = awaitBoth(job);

            assertThat(f.nodes()).isEqualTo(2);
            assertThat(f.requests()).isEqualTo(2_000);
            assertThat(f.ratePerSecond()).isEqualTo(1_000);
            assertThat(f.missed()).isEqualTo(200);
            assertThat(f.p50Ns()).isBetween(9.9e6, 10.1e6);
            assertThat(f.p95Ns()).as("the mean of both nodes' is 105 ms").isBetween(198e6, 202e6);
            assertThat(f.maxNs()).isEqualTo(200e6);
        } finally {
            job.cancel().get(60, TimeUnit.SECONDS);
        }
    }

    private static FleetFunction awaitBoth(JobClient job) throws Exception {
        long startNs = System.nanoTime();
        while (true) {
            FleetReport report = ask(job);
            if (!report.functions().isEmpty() && report.functions().get(0).requests() == 2_000) {
                assertThat(report.window()).isEqualTo(new FleetWindow("slow", 2_000, 1_000));
                return report.functions().get(0);
            }
            assertThat(System.nanoTime() - startNs).as("%s", report).isLessThan(LIMIT_NS);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static FleetReport ask(JobClient job) throws Exception {
        return (FleetReport) ((CoordinationRequestGateway) job)
                .sendCoordinationRequest(SchedulingTopology.WINDOWS_UID, new FleetRequest())
                .get(60, TimeUnit.SECONDS);
    }

    private static JobClient start() throws Exception {
        Configuration settings = new Configuration();
        settings.setString("pipeline.generic-types", "false");
        settings.setString("rest.port", "0");
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(settings).setParallelism(2);
        DataStream<NodeEvent> events = environment
                .fromSource(
                        new NumberSequenceSource(0, Long.MAX_VALUE - 1),
                        WatermarkStrategy.noWatermarks(),
                        "numbers",
                        Types.LONG)
                .setParallelism(1)
                .map(number -> event(number))
                .returns(TypeInformations.NODE_EVENT)
                .setParallelism(1)
                .partitionCustom(
                        (name, subtasks) -> subtaskOf(name),
                        event -> event.key().node())
                .map(event -> event)
                .returns(TypeInformations.NODE_EVENT);
        SchedulingTopology.Streams streams = new SchedulingTopology(
                        WINDOWS,
                        QueueConfig.DEFAULTS,
                        PolicyConfig.DEFAULT,
                        LearningConfig.DEFAULT,
                        ModelSupply.SHIPPED,
                        function -> new Slo(95, Duration.ofMillis(50)),
                        NodeTime.ofEventsAlone(),
                        0)
                .attachTo(events);
        streams.commands().sinkTo(new DiscardingSink<>());
        streams.reports().sinkTo(new DiscardingSink<>());
        return environment.executeAsync();
    }

    /** A request each millisecond, five times as fast. */
    private static NodeEvent event(long number) {
        LockSupport.parkNanos(NS_PER_MS / 5);
        FunctionKey key = number % 10 == 0 ? SLOW : BUSY;
        long atNs = number * NS_PER_MS;
        if (number < 2) {
            return new InstanceStarted(key, 100, atNs);
        }
        long serviceNs = key.equals(SLOW) ? 200 * NS_PER_MS : 10 * NS_PER_MS;
        return new RequestAnswered(key, atNs - serviceNs, 0, serviceNs, 100, 1, false);
    }

    private static FunctionKey onSubtask(int subtask) {
        return IntStream.range(0, KEY_GROUPS)
                .mapToObj(i -> new FunctionKey("node" + i, "f"))
                .filter(key -> subtaskOf(key.node()) == subtask)
                .findFirst()
                .orElseThrow();
    }

    private static int subtaskOf(String node) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(node, KEY_GROUPS, 2);
    }
}

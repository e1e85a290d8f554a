package io.emfs.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.LearningConfig;
import io.emfs.config.PolicyConfig;
import io.emfs.config.QueueConfig;
import io.emfs.config.SchedulingClass;
import io.emfs.config.Slo;
import io.emfs.config.WindowConfig;
import io.emfs.operators.training.ModelSupply;
import io.emfs.operators.window.NodeTime;
import io.emfs.state.Command;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionReport;
import io.emfs.state.InstanceStarted;
import io.emfs.state.NodeEvent;
import io.emfs.state.QueueChange;
import io.emfs.state.RequestAnswered;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulingTopologyTest {
    private static final FunctionKey KEY = new FunctionKey("node", "f");
    private static final Queue<Command> COMMANDS = new ConcurrentLinkedQueue<>();
    private static final Queue<FunctionReport> REPORTS = new ConcurrentLinkedQueue<>();
    private static final Slo SLO = new Slo(95, Duration.ofMillis(24));

    @Test
    void pinsTheUidOfEveryOperator() {
        StreamExecutionEnvironment env = environment();
        attach(env, List.of()).commands().sinkTo(new DiscardingSink<>());
        StreamGraph graph = env.getStreamGraph();

        assertThat(graph.getStreamNodes())
                .filteredOn(node -> node.getTransformationUID() != null)
                .extracting(StreamNode::getTransformationUID, StreamNode::getOperatorName)
                .extracting(Object::toString)
                .contains(
                        "(\"latency-windows\", \"latency-windows\")", "(\"node-queue-policy\", \"node-queue-policy\")");
    }

    /** Each hop between tasks costs the loop a thread's wake-up, and encodes what a call hands over. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void chainsEverything(int parallelism) {
        StreamExecutionEnvironment env = environment().setParallelism(parallelism);
        attach(env, List.of()).commands().sinkTo(new DiscardingSink<>());
        JobGraph graph = env.getStreamGraph().getJobGraph();

        assertThat(graph.getVertices())
                .extracting(JobVertex::getName)
                .anyMatch(name -> name.contains("latency-windows -> node-queue-policy"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void turnsMissedSlosIntoAPromotion(int parallelism) throws Exception {
        List<FunctionKey> keys = Stream.of("f", "g", "h", "i", "j", "k")
                .map(function -> new FunctionKey("node-of-" + function, function))
                .toList();
        List<NodeEvent> events = new ArrayList<>();
        keys.forEach(key -> events.add(new InstanceStarted(key, 100, 0)));
        for (int ms = 0; ms < 2_000; ms += 10) {
            long arrivalNs = (ms - 30) * 1_000_000L;
            keys.forEach(key -> events.add(new RequestAnswered(key, arrivalNs, 10_000_000, 20_000_000, 100, 1, false)));
        }
        StreamExecutionEnvironment env = environment().setParallelism(parallelism);
        SchedulingTopology.Streams streams = attach(env, events);
        COMMANDS.clear();
        REPORTS.clear();
        record(streams.commands(), TypeInformations.COMMAND, command -> COMMANDS.add(command));
        record(streams.reports(), TypeInformations.FUNCTION_REPORT, report -> REPORTS.add(report));
        env.execute();

        assertThat(keys).allSatisfy(SchedulingTopologyTest::assertPromoted);
    }

    private static void assertPromoted(FunctionKey key) {
        assertThat(COMMANDS)
                .filteredOn(command -> command.key().equals(key))
                .extracting(QueueChange.class::cast)
                .filteredOn(change -> change.from() != change.to())
                .extracting(change -> change.from() + ">" + change.to())
                .containsExactly("0>2", "2>1");
        List<FunctionReport> reports = REPORTS.stream()
                .filter(report -> report.summary().key().equals(key))
                .toList();
        assertThat(reports).hasSize(15);
        assertThat(reports.get(4).summary().count()).isEqualTo(100);
        assertThat(reports.get(13).profile().windows())
                .as("lessons do not overlap")
                .isEqualTo(2);
        assertThat(reports.get(14).summary().count()).isZero();
        assertThat(reports.get(14).queue()).isEqualTo(1);
    }

    /** Sends what arrives to a static of this JVM, in which the local cluster runs. */
    private static <T> void record(DataStream<T> stream, TypeInformation<T> type, Recorder<T> recorder) {
        stream.map(value -> {
                    recorder.add(value);
                    return value;
                })
                .returns(type)
                .sinkTo(new DiscardingSink<>());
    }

    private interface Recorder<T> extends Serializable {
        boolean add(T value);
    }

    private static StreamExecutionEnvironment environment() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        return StreamExecutionEnvironment.getExecutionEnvironment(configuration).setParallelism(1);
    }

    private static SchedulingTopology.Streams attach(StreamExecutionEnvironment env, List<NodeEvent> events) {
        List<NodeEvent> elements = events.isEmpty() ? List.of(new InstanceStarted(KEY, 100, 0)) : events;
        DataStream<NodeEvent> source = env.fromData(elements, TypeInformations.NODE_EVENT)
                .setParallelism(1)
                .partitionCustom(
                        (node, subtasks) -> KeyGroupRangeAssignment.assignKeyToParallelOperator(node, 128, subtasks),
                        event -> event.key().node())
                .map(event -> event)
                .returns(TypeInformations.NODE_EVENT);
        SchedulingTopology.Streams streams = new SchedulingTopology(
                        List.of(new WindowConfig("fast", Duration.ofSeconds(1), Duration.ofMillis(200))),
                        Stream.of(20, 40, 80)
                                .map(ms -> new QueueConfig(Duration.ofMillis(ms), SchedulingClass.OTHER, null, 0))
                                .toList(),
                        policy(),
                        LearningConfig.DEFAULT,
                        ModelSupply.SHIPPED,
                        function -> SLO,
                        NodeTime.ofEventsAlone(),
                        0)
                .attachTo(source);
        return streams;
    }

    private static PolicyConfig policy() {
        return new PolicyConfig(
                PolicyConfig.Mode.AUTO,
                PolicyConfig.Ranking.NONE,
                PolicyConfig.Quanta.KEEP,
                PolicyConfig.Late.KEEP,
                PolicyConfig.RtThrottling.KEEP,
                "fast",
                2,
                5,
                Duration.ofMillis(200),
                Duration.ofSeconds(2),
                PolicyConfig.Audit.FUNCTIONS);
    }
}

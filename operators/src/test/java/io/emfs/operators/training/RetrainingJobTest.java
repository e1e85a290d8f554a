package io.emfs.operators.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.LearningConfig;
import io.emfs.config.PolicyConfig;
import io.emfs.config.QueueConfig;
import io.emfs.config.Slo;
import io.emfs.config.WindowConfig;
import io.emfs.operators.SchedulingTopology;
import io.emfs.operators.TypeInformations;
import io.emfs.operators.learning.BaseModel;
import io.emfs.operators.window.NodeTime;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionReport;
import io.emfs.state.InstanceStarted;
import io.emfs.state.LearningReport;
import io.emfs.state.NodeEvent;
import io.emfs.state.Prediction;
import io.emfs.state.RequestAnswered;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policy's job on a cluster of its own, over functions unlike any that the shipped model was trained on. */
class RetrainingJobTest {
    private static final int FUNCTIONS = 12;
    private static final Duration NEVER = Duration.ofDays(1);
    private static final List<WindowConfig> WINDOWS =
            List.of(new WindowConfig("fast", Duration.ofSeconds(1), Duration.ofSeconds(1)));

    /** Models that predictions were made by, and how many. */
    private static final Map<String, Long> PREDICTED_BY = new ConcurrentHashMap<>();

    private static volatile LearningReport learning = LearningReport.NONE;

    @TempDir
    private Path directory;

    @Test
    void handsPromotedModelsToTheRunningPolicyAndKeepsThemInSavepoints() throws Exception {
        forget();
        JobClient first = start(Duration.ofMillis(500), null);
        await(() -> learning.version() > 0 && PREDICTED_BY.containsKey(learning.model()));
        assertThat(PREDICTED_BY.keySet())
                .as("of the job that was never restarted")
                .hasSizeGreaterThan(1);
        String savepoint = first.stopWithSavepoint(false, directory.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(60, TimeUnit.SECONDS);
        LearningReport before = learning;

        forget();
        JobClient second = start(NEVER, savepoint);
        await(() -> !PREDICTED_BY.isEmpty() && learning.rows() > 0);
        assertThat(PREDICTED_BY).containsOnlyKeys(learning.model());
        assertThat(learning.version())
                .as("the savepoint may have one that nobody was shown any more")
                .isGreaterThanOrEqualTo(before.version());
        assertThat(learning.model().equals(before.model())).isEqualTo(learning.version() == before.version());
        second.cancel().get(60, TimeUnit.SECONDS);
    }

    private static void forget() {
        PREDICTED_BY.clear();
        learning = LearningReport.NONE;
    }

    private static void await(BooleanSupplier wanted) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!wanted.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("%s, predicted by %s", learning, PREDICTED_BY)
                    .isLessThan(endNs);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static JobClient start(Duration retrainEvery, @Nullable String savepoint) throws Exception {
        Configuration settings = new Configuration();
        settings.setString("pipeline.generic-types", "false");
        settings.setString("rest.port", "0");
        if (savepoint != null) {
            settings.setString("execution.state-recovery.path", savepoint);
        }
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(settings).setParallelism(1);
        DataStream<NodeEvent> events = environment
                .fromSource(
                        new NumberSequenceSource(0, Long.MAX_VALUE - 1),
                        WatermarkStrategy.noWatermarks(),
                        "numbers",
                        Types.LONG)
                .uid("numbers")
                .map(number -> event(number))
                .returns(TypeInformations.NODE_EVENT)
                .uid("events");
        SchedulingTopology.Streams streams = new SchedulingTopology(
                        WINDOWS,
                        QueueConfig.DEFAULTS,
                        PolicyConfig.DEFAULT,
                        new LearningConfig(true, 0, retrainEvery, LearningConfig.SHIPPED),
                        new ModelSupply(BaseModel.SHIPPED, TrainerPlace.COORDINATOR),
                        function -> new Slo(95, Duration.ofMillis(24)),
                        NodeTime.ofEventsAlone(),
                        0)
                .attachTo(events);
        streams.commands().sinkTo(new DiscardingSink<>()).uid("commands");
        streams.reports()
                .map(report -> count(report))
                .returns(TypeInformations.FUNCTION_REPORT)
                .uid("counted")
                .sinkTo(new DiscardingSink<>())
                .uid("reports");
        streams.learning()
                .map(report -> show(report))
                .returns(TypeInformations.LEARNING_REPORT)
                .uid("shown")
                .sinkTo(new DiscardingSink<>())
                .uid("learning");
        return environment.executeAsync();
    }

    private static LearningReport show(LearningReport report) {
        learning = report;
        return report;
    }

    private static FunctionReport count(FunctionReport report) {
        Prediction prediction = report.prediction();
        if (prediction != null) {
            PREDICTED_BY.merge(prediction.model(), 1L, Long::sum);
        }
        return report;
    }

    /** A request each millisecond; the first of each function is its start. */
    private static NodeEvent event(long number) {
        int function = (int) (number % FUNCTIONS);
        FunctionKey key = new FunctionKey("node", "f" + function);
        long atNs = number * 1_000_000;
        if (number < FUNCTIONS) {
            return new InstanceStarted(key, 100 + function, atNs);
        }
        SplittableRandom random = new SplittableRandom(number);
        long serviceNs = 1_000_000L * (1 + function);
        long queueNs = (long) (serviceNs * 8 * random.nextDouble());
        return new RequestAnswered(key, atNs - queueNs - serviceNs, queueNs, serviceNs, 100 + function, 1, false);
    }
}

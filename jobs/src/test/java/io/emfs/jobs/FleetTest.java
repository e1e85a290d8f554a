package io.emfs.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.config.Slo;
import io.emfs.operators.fleet.FleetFunction;
import io.emfs.operators.fleet.FleetReport;
import io.emfs.operators.fleet.FleetWindow;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By way of REST, as from another process. */
class FleetTest {
    private static final String WINDOWS =
            "windows: [{name: fast, size: 400ms, slide: 200ms}, {name: slow, size: 1s, slide: 200ms}]\n";

    @TempDir
    private Path directory;

    private RunningJob job;
    private ClusterClient client;

    @BeforeEach
    void startTheJob() {
        job = RunningJob.start(RunningJob.config(directory, WINDOWS));
        client = new ClusterClient(ClusterAccess.ofAgent(directory.toString()));
    }

    @AfterEach
    void stopTheJob() {
        client.close();
        job.close();
        new StateDirectory(directory).discardWorking();
    }

    @Test
    void showsFunctionsWhileTheyAnswerAndNotAnyMore() {
        ClusterJob emfs = client.job("emfs");
        assertThat(client.fleet(emfs).window()).isNull();
        RunningJob.await("a full window", () -> {
            job.serveOne();
            FleetReport report = client.fleet(emfs);
            return !report.functions().isEmpty() && report.functions().get(0).requests() > 10;
        });

        FleetReport report = client.fleet(emfs);
        assertThat(report.window()).isEqualTo(new FleetWindow("slow", 1_000, 200));
        assertThat(report.endMs()).isCloseTo(System.currentTimeMillis(), Offset.offset(10_000L));
        FleetFunction f = report.functions().get(0);
        assertThat(f.name()).isEqualTo("f");
        assertThat(f.nodes()).isEqualTo(1);
        assertThat(f.slo()).isEqualTo(new Slo(95, Duration.ofMillis(24)));
        assertThat(f.missedShare()).isEqualTo(1);
        assertThat(f.p50Ns()).isBetween(29.7e6, 30.3e6);

        RunningJob.await(
                "nothing any more", () -> client.fleet(emfs).functions().isEmpty());
    }

    /** As a job of a version was that had none. */
    @Test
    void saysWhichJobHasNoFleet() {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
        environment.fromSequence(0, 1).sinkTo(new DiscardingSink<>());
        JobGraph graph = environment.getStreamGraph().getJobGraph();
        ClusterJob other = client.submit(graph, null);

        assertThatThrownBy(() -> client.fleet(other))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has no view of its nodes: it is of a former version");
        client.cancel(other);
    }
}

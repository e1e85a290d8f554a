package io.emfs.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.executiongraph.ExecutionGraphID;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.apache.flink.runtime.scheduler.strategy.ExecutionVertexID;
import org.junit.jupiter.api.Test;

class JobAttemptTest {
    private final ExecutionGraphID graph = new ExecutionGraphID();

    @Test
    void isOneForSourcesAndSinks() {
        assertThat(of(graph, 0, 2)).isEqualTo(of(graph, 1, 2));
    }

    @Test
    void isAnotherAfterARestart() {
        assertThat(of(graph, 0, 2)).isNotEqualTo(of(graph, 0, 3));
    }

    @Test
    void isAnotherUnderAJobManagerThatCountsFromZeroAgain() {
        assertThat(of(graph, 0, 0)).isNotEqualTo(of(new ExecutionGraphID(), 0, 0));
    }

    private static String of(ExecutionGraphID graph, int subtask, int number) {
        ExecutionAttemptID task =
                new ExecutionAttemptID(graph, new ExecutionVertexID(new JobVertexID(), subtask), number);
        MetricGroup metrics = new UnregisteredMetricsGroup() {
            @Override
            public Map<String, String> getAllVariables() {
                return Map.of(
                        "<job_id>", "j",
                        "<task_attempt_id>", task.toString(),
                        "<task_attempt_num>", Integer.toString(number));
            }
        };
        return JobAttempt.of(metrics);
    }
}

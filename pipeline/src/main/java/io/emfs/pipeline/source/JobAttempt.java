package io.emfs.pipeline.source;

import java.util.Map;
import org.apache.flink.metrics.MetricGroup;

/** Tells one attempt of a job from the next; sources and sinks of an attempt agree on it. Stateless. */
public final class JobAttempt {
    // ScopeFormat of flink-runtime has them, and nobody else; readers have no other way to learn of either
    private static final String JOB = "<job_id>";
    private static final String NUMBER = "<task_attempt_num>";

    /** {@code ExecutionAttemptID}: the job's graph, the vertex and its subtask, and the number. */
    private static final String TASK = "<task_attempt_id>";

    private JobAttempt() {}

    /**
     * Of the task whose metrics these are. All tasks of the job restart together, so it is the same for each of them. A
     * JobManager that takes over counts from 0 again, in a graph of its own.
     */
    public static String of(MetricGroup metrics) {
        Map<String, String> variables = metrics.getAllVariables();
        String graph = variables.getOrDefault(TASK, "").split("_", 2)[0];
        return variables.getOrDefault(JOB, "job") + "#" + graph + "#" + variables.getOrDefault(NUMBER, "0");
    }
}

package io.emfs.pipeline.source;

import java.util.Map;
import org.apache.flink.metrics.MetricGroup;

/** Tells one attempt of a job from the next; sources and sinks of an attempt agree on it. Stateless. */
public final class JobAttempt {
    // ScopeFormat of flink-runtime has them, and nobody else; readers have no other way to learn of either
    private static final String JOB = "<job_id>";
    private static final String NUMBER = "<task_attempt_num>";

    private JobAttempt() {}

    /** Of the task whose metrics these are. All tasks of the job restart together, so it is the same for each of them. */
    public static String of(MetricGroup metrics) {
        Map<String, String> variables = metrics.getAllVariables();
        return variables.getOrDefault(JOB, "job") + "#" + variables.getOrDefault(NUMBER, "0");
    }
}

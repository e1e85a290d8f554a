package io.emfs.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RestoreFailureTest {
    @Test
    void namesTheOperatorAndTheInnermostReason() {
        String trace = """
                java.lang.Exception: Exception while creating StreamOperatorStateContext.
                \tat org.apache.flink.streaming.api.operators.StreamTaskStateInitializerImpl.x(X.java:330)
                Caused by: org.apache.flink.util.FlinkException: Could not restore keyed state backend for \
                LatencyWindows_0123456789abcdef0123456789abcdef_(1/1) from any of the 1 provided restore options.
                \tat org.apache.flink.streaming.api.operators.BackendRestorerProcedure.y(Y.java:165)
                Caused by: java.io.IOException: cannot read WindowSlice version=9, newest supported version=3
                \t... 11 more
                """;

        assertThat(RestoreFailure.reason(trace))
                .isEqualTo("the state of operator LatencyWindows cannot be restored:"
                        + " cannot read WindowSlice version=9, newest supported version=3");
    }

    @Test
    void saysWhatThereIsOfAnyOtherFailure() {
        assertThat(RestoreFailure.reason(new IllegalStateException("outer", new IllegalArgumentException("inner"))))
                .isEqualTo("inner");
        assertThat(RestoreFailure.reason("no trace at all")).isEqualTo("no trace at all");
    }
}

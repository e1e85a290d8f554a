package io.emfs.tests.scale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplesTest {
    private static final Samples SAMPLES = Samples.parse("""
            # HELP emfs_function_queue the queue
            # TYPE emfs_function_queue gauge
            emfs_function_queue{function="a",node="n"} 2.0
            emfs_function_queue{function="b",node="n"} 6.0
            emfs_function_queue{function="b",node="m"} 6.0
            emfs_kernel_requests_total 100000.0
            emfs_function_latency_seconds{function="c",node="n"} NaN
            """);

    @Test
    void addsUpTheSamplesOfAMetric() {
        assertThat(SAMPLES.sum("emfs_function_queue")).isEqualTo(14);
        assertThat(SAMPLES.sum("emfs_kernel_requests_total")).isEqualTo(100_000);
        assertThat(SAMPLES.sum("emfs_other")).isZero();
    }

    @Test
    void namesEachLabelOnce() {
        assertThat(SAMPLES.labels("emfs_function_queue", "function")).containsExactlyInAnyOrder("a", "b");
        assertThat(SAMPLES.labels("emfs_function_queue", "node")).containsExactlyInAnyOrder("m", "n");
    }
}

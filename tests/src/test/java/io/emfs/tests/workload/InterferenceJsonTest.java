package io.emfs.tests.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class InterferenceJsonTest {
    private final JsonNode json = new InterferenceJson(InterferenceResults.twoRounds()).tree();

    @Test
    void namesTheParameters() {
        assertThat(json.path("options")).hasToString("""
                        {"short_cpu_ms":8.2,"long_cpu_ms":360.0,"seconds":25.0,"warmup_s":3.0,"seed":1,"rounds":2,\
                        "short_slo_percentile":95.0,"short_slo_ms":24.0}""");
    }

    @Test
    void hasARowForEachFunctionUnderEachPolicy() {
        JsonNode rows = json.path("rows");

        assertThat(rows)
                .extracting(row ->
                        row.path("function").asText() + " " + row.path("policy").asText())
                .containsExactly("short ideal", "short default", "short emfs", "long default", "long emfs");
        assertThat(rows.get(2)).hasToString("""
                        {"load":0.8,"policy":"emfs","function":"short","n":4,"unanswered":0,\
                        "mean_ms":10.0,"p50_ms":10.0,"p95_ms":10.0,"p99_ms":10.0,"max_ms":10.0,"slo_miss":0.0,\
                        "mean_to_ideal":1.0,"p99_to_ideal":1.0,\
                        "mean_to_default":{"median":0.375,"min":0.25,"max":0.5},"queue":"p2"}""");
        assertThat(rows.get(3)).hasToString("""
                        {"load":0.8,"policy":"default","function":"long","n":2,"unanswered":0,\
                        "mean_ms":800.0,"p50_ms":800.0,"p95_ms":800.0,"p99_ms":800.0,"max_ms":800.0,"slo_miss":null,\
                        "mean_to_ideal":null,"p99_to_ideal":null,\
                        "mean_to_default":{"median":1.0,"min":1.0,"max":1.0},"queue":null}""");
    }

    @Test
    void addsUpTheCpuTimeOfTheAgent() {
        assertThat(json.path("agent_cpu_s").asDouble()).isEqualTo(3.0);
    }

    @Test
    void rendersTextThatReadsBackAsTheSame() throws IOException {
        String text = new InterferenceJson(InterferenceResults.twoRounds()).render();

        assertThat(new JsonMapper().readTree(text)).hasToString(json.toString());
    }
}

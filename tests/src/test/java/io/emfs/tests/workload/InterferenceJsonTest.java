package io.emfs.tests.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class InterferenceJsonTest {
    private final JsonNode json = new InterferenceJson(InterferenceResults.twoRounds()).tree();

    @Test
    void namesTheSchedulerAndTheParameters() {
        assertThat(json.path("scheduler")).hasToString("\"eMFS\"");
        assertThat(json.path("options")).hasToString("""
                        {"shortCpuMs":8.2,"longCpuMs":360.0,"phaseMs":25000,"warmupMs":3000,"seed":1,"rounds":2,\
                        "shortSloPercentile":95.0,"shortSloMs":24.0}""");
    }

    @Test
    void comparesEachMetricOfEachFunction() {
        JsonNode comparisons = json.path("comparisons");

        assertThat(comparisons).hasSize(10);
        assertThat(comparisons.get(0)).hasToString("""
                        {"load":0.8,"function":"short","metric":"mean","unit":"ms","ideal":10.0,\
                        "before":{"median":30.0,"min":20.0,"max":40.0},\
                        "after":{"median":10.0,"min":10.0,"max":10.0},\
                        "ratio":{"median":0.375,"min":0.25,"max":0.5},\
                        "beforeToIdeal":3.0,"afterToIdeal":1.0}""");
        assertThat(comparisons.get(9)).hasToString("""
                        {"load":0.8,"function":"long","metric":"SLO misses","unit":"%","ideal":null,\
                        "before":null,"after":null,"ratio":null,"beforeToIdeal":null,"afterToIdeal":null}""");
    }

    @Test
    void listsTheOutcomeOfEachFunctionInEachPhase() {
        JsonNode outcomes = json.path("outcomes");

        assertThat(outcomes).hasSize(9);
        assertThat(outcomes.get(3)).hasToString("""
                        {"phase":"scheduled","load":0.8,"round":0,"function":"short","queue":"p1","unanswered":0,\
                        "sloMissPercent":0.0,\
                        "latency":{"n":2,"mean":10.0,"p50":10.0,"p95":10.0,"p99":10.0,"max":10.0},\
                        "response":{"n":2,"mean":11.0,"p50":11.0,"p95":11.0,"p99":11.0,"max":11.0}}""");
    }

    @Test
    void rendersTextThatReadsBackAsTheSame() throws IOException {
        String text = new InterferenceJson(InterferenceResults.twoRounds()).render();

        assertThat(new JsonMapper().readTree(text)).hasToString(json.toString());
    }
}

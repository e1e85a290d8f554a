package io.emfs.tests.faas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FaasJsonTest {
    private final JsonNode json = new FaasJson(FaasFixtures.twoPolicies()).tree();

    @Test
    void saysWhatWasMeasuredHow() {
        assertThat(json.path("seed").asLong()).isEqualTo(7);
        assertThat(json.path("seconds").asDouble()).isEqualTo(60);
        assertThat(json.path("warmup_seconds").asDouble()).isEqualTo(10);
        assertThat(json.path("scale").asDouble()).isEqualTo(1);
        assertThat(json.path("phases").get(0)).hasToString("""
                        {"round":0,"load":0.8,"policy":"default","servers":"process","unanswered":1,"client_delay_p99_ms":0.0}""");
        assertThat(json.path("functions").get(0)).hasToString("""
                        {"servers":"process","function":"fib20","share":0.0636,"class":"<50ms",\
                        "isolated_mean_ms":13.0,"isolated_p95_ms":13.0,"slo_ms":39.0}""");
    }

    @Test
    void hasARowForEachPhaseAndClass() {
        assertThat(json.path("rows")).hasSize(10);
        assertThat(json.path("rows").get(0)).hasToString("""
                        {"round":0,"load":0.8,"policy":"default","servers":"process","class":"<50ms","n":4,"slo_miss":0.25,\
                        "mean_slowdown":2.5,"p50_slowdown":2.0,"p95_slowdown":4.0,"p99_slowdown":4.0,"rte95":0.0,\
                        "mean_queue":null,"scheduler_cpu_s":0.0}""");
        assertThat(json.path("rows").get(9).path("class").asText()).isEqualTo("all");
        assertThat(json.path("rows").get(9).path("policy").asText()).isEqualTo("srtf");
    }

    @Test
    void comparesPoliciesOverTheRounds() {
        assertThat(new FaasJson(FaasFixtures.twoRounds())
                        .tree()
                        .path("comparisons")
                        .get(1))
                .hasToString("""
                        {"load":0.8,"servers":"process","policy":"emfs-ladder",\
                        "slo_miss":{"median":0.75,"min":0.5,"max":1.0},\
                        "emfs_miss_ratio":{"median":0.5,"min":0.5,"max":0.5},\
                        "mean_slowdown":{"median":3.25,"min":2.5,"max":4.0},\
                        "mean_queue":{"median":2.0,"min":2.0,"max":2.0}}""");
    }

    @Test
    void isNullWhereNothingWasMeasured() {
        assertThat(json.path("rows").get(1)).hasToString("""
                        {"round":0,"load":0.8,"policy":"default","servers":"process","class":"50-150ms","n":0,"slo_miss":null,\
                        "mean_slowdown":null,"p50_slowdown":null,"p95_slowdown":null,"p99_slowdown":null,"rte95":null,\
                        "mean_queue":null,"scheduler_cpu_s":0.0}""");
    }

    @Test
    void rendersTextThatReadsBackAsTheSame() throws IOException {
        String text = new FaasJson(FaasFixtures.twoPolicies()).render();

        assertThat(new JsonMapper().readTree(text)).hasToString(json.toString());
    }
}

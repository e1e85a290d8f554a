package io.emfs.tests.overhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emfs.tests.workload.Spread;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverheadResultTest {
    private static final int ANSWERED = 1000;

    private static Measured measured(Watcher watcher, double perSecond, long seen, HookCost... hooks) {
        return new Measured(watcher, new Throughput(ANSWERED, perSecond), new Sighting(seen, List.of(hooks)));
    }

    private static List<Measured> round(double nobody, double requests, double digests, double rival) {
        return List.of(
                measured(Watcher.NOBODY, 0.9 * nobody, 0),
                measured(Watcher.REQUESTS, requests, ANSWERED),
                measured(Watcher.NOBODY, 1.1 * nobody, 0),
                measured(Watcher.DIGESTS, digests, ANSWERED),
                measured(Watcher.NOBODY, 0.9 * nobody, 0),
                measured(Watcher.RIVAL, rival, ANSWERED),
                measured(Watcher.NOBODY, 1.1 * nobody, 0));
    }

    private static OverheadResult result(long seenInDigests, double rateReached) {
        return new OverheadResult(
                OverheadOptions.of(2, List.of()),
                List.of(round(100, 97, 98, 92), round(200, 188, 196, 176)),
                List.of(
                        measured(
                                Watcher.REQUESTS,
                                90,
                                ANSWERED,
                                new HookCost("on_segment", 2000, 300_000),
                                new HookCost("on_read", 1000, 600_000)),
                        measured(Watcher.DIGESTS, 90, seenInDigests, new HookCost("on_segment", 2000, 400_000)),
                        measured(Watcher.RIVAL, 90, ANSWERED, new HookCost("rival_segment", 2000, 900_000))),
                new HookCost("empty", 100, 5_000),
                List.of(
                        new AgentCpu(Watcher.REQUESTS, 0.2, rateReached),
                        new AgentCpu(Watcher.DIGESTS, 0.05, rateReached)));
    }

    @Test
    void comparesThroughputWithThatJustBeforeAndAfter() {
        Spread loss = result(ANSWERED, 20_000).loss(Watcher.REQUESTS);

        assertThat(loss.min()).isEqualTo(1 - 0.97, offset(1e-9));
        assertThat(loss.max()).isEqualTo(1 - 0.94, offset(1e-9));
    }

    @Test
    void judgesEachFigureByItsLimit() {
        assertThat(result(ANSWERED, 20_000).targets())
                .extracting(Target::name, Target::met)
                .containsExactly(
                        tuple("loss_digests", true),
                        tuple("loss_requests", true),
                        tuple("ns_per_request_digests", true),
                        tuple("ns_per_request_requests", false),
                        tuple("agent_cpu_digests", true));
    }

    @Test
    void aWatcherThatOverlooksRequestsMeetsNoTarget() {
        assertThat(result(ANSWERED / 2, 20_000).targets())
                .filteredOn(target ->
                        target.name().contains("digests") && !target.name().startsWith("agent"))
                .noneMatch(Target::met);
    }

    @Test
    void theAgentsCpuCountsOnlyAtTheRate() {
        assertThat(result(ANSWERED, 5000).targets())
                .filteredOn(target -> target.name().equals("agent_cpu_digests"))
                .noneMatch(Target::met);
    }

    @Test
    void theJsonHasThePromisedFiguresOnTop() throws Exception {
        JsonNode json = new JsonMapper().readTree(new OverheadJson(result(ANSWERED, 20_000)).render());

        assertThat(json.at("/loss_digests").asDouble()).isEqualTo(1 - 0.98, offset(1e-9));
        assertThat(json.at("/ns_per_request").asDouble()).isEqualTo(750);
        assertThat(json.at("/ns_per_request_rival").asDouble()).isEqualTo(800);
        assertThat(json.at("/timed_ns_per_request_requests").asDouble()).isEqualTo(900);
        assertThat(json.at("/ns_per_empty_run").asDouble()).isEqualTo(50);
        assertThat(json.at("/agent_cpu_digests").asDouble()).isEqualTo(0.05);
        assertThat(json.at("/spreads/requests_per_second_nobody/max").asDouble())
                .isEqualTo(220, offset(1e-9));
        assertThat(json.at("/programs/0/program").asText()).isEqualTo("on_read");
        assertThat(json.at("/programs/0/ns_per_run").asDouble()).isEqualTo(600);
    }

    @Test
    void theTableShowsSpreadsAndVerdicts() {
        assertThat(new OverheadTable(result(ANSWERED, 20_000)).render()).isEqualTo("""
                        WATCHED BY  REQUESTS/s              LOSS %  KERNEL  TIMED  SEEN %      AGENT CPU %
                        nobody             145
                        requests           143    4.5 (3.0 to 6.0)     750    900   100.0  20.0 at 20000/s
                        digests            147    2.0 (2.0 to 2.0)     300    400   100.0   5.0 at 20000/s
                        rival              134  10.0 (8.0 to 12.0)     800    900   100.0

                        Kernel: ns of all BPF programs per request; timed: with the cost of timing them,
                        50 ns a run, which is what an empty one reads. Seen: the least of all phases.

                        TARGET                   MEASURED  LIMIT
                        loss_digests                0.020  0.030     met
                        loss_requests               0.045  0.050     met
                        ns_per_request_digests        300    700     met
                        ns_per_request_requests       750    700  missed
                        agent_cpu_digests           0.050  0.100     met
                        """);
    }
}

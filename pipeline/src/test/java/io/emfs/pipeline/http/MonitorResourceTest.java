package io.emfs.pipeline.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emfs.bpf.Errno;
import io.emfs.bpf.NativeException;
import io.emfs.bpf.libbpf.ProgramStatistics;
import io.emfs.bpf.monitor.RingUse;
import io.emfs.bpf.monitor.TableFill;
import io.emfs.config.HttpConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

class MonitorResourceTest {
    private static final Duration TERM = Duration.ofSeconds(10);

    private static final MonitorView VIEW = new MonitorView(
            5_000_000_000L,
            120,
            0.25,
            new RingUse(8192, 96, 480),
            List.of(new TableFill("connections", 3, 65_536, 40, 1)),
            Map.of("requests", 118L, "droppedRequests", 2L),
            List.of(
                    new MonitorView.Hook("tcp_probe", true, null),
                    new MonitorView.Hook("sk_data_ready", false, "ENOENT")),
            List.of(new ProgramStatistics("on_segment", "raw_tp/tcp_probe", 240, 48_000)));

    private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();
    private final HttpClient client = HttpClient.newHttpClient();
    private Optional<MonitorView> monitor = Optional.of(VIEW);
    private Optional<NativeException> refusal = Optional.empty();
    private int opened;
    private int closed;
    private final Lease lease = new Lease(this::open, TERM, timer);
    private final NodeEndpoint endpoint =
            NodeEndpoint.start(new HttpConfig("127.0.0.1", 0), List.of(new MonitorResource(() -> monitor, lease)));

    @AfterEach
    void close() {
        endpoint.close();
        lease.close();
    }

    @Test
    void showsTheMonitorAndLeavesStatisticsOff() throws Exception {
        HttpResponse<String> response = get("/api/monitor");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(json(response)).isEqualTo(new ObjectMapper().readTree("""
                        {"statistics": {"on": false, "leaseSeconds": 10.0, "error": null},
                         "monotonicNs": 5000000000, "events": 120, "readerLagMs": 0.25,
                         "ring": {"capacityBytes": 8192, "fillBytes": 96, "highWaterBytes": 480},
                         "maps": [{"name": "connections", "entries": 3, "capacity": 65536, "entryBytes": 40,
                                   "refused": 1}],
                         "counters": {"requests": 118, "droppedRequests": 2},
                         "hooks": [{"name": "tcp_probe", "attached": true, "error": null},
                                   {"name": "sk_data_ready", "attached": false, "error": "ENOENT"}],
                         "programs": [{"program": "on_segment", "section": "raw_tp/tcp_probe", "runs": 240,
                                       "runTimeNs": 48000}]}
                        """));
        assertThat(opened).isZero();
    }

    @Test
    void keepsStatisticsOnForATermAfterEachTimeProgramsAreAskedFor() throws Exception {
        assertThat(json(get("/api/monitor?programs=true")).at("/statistics/on").asBoolean())
                .isTrue();
        timer.advanceTimeBy(TERM.minusMillis(1));
        get("/api/monitor?programs=true");
        timer.advanceTimeBy(TERM.minusMillis(1));
        assertThat(json(get("/api/monitor")).at("/statistics/on").asBoolean()).isTrue();
        timer.advanceTimeBy(Duration.ofMillis(1));
        assertThat(json(get("/api/monitor?programs=false")).at("/statistics/on").asBoolean())
                .isFalse();
        assertThat(opened).isEqualTo(1);
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void saysWhyStatisticsCannotBeSwitchedOn() throws Exception {
        refusal = Optional.of(new NativeException("bpf_enable_stats", "BPF_STATS_RUN_TIME", Errno.EPERM));
        HttpResponse<String> response = get("/api/monitor?programs=true");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).at("/statistics/on").asBoolean()).isFalse();
        assertThat(json(response).at("/statistics/error").asText())
                .isEqualTo("bpf_enable_stats(BPF_STATS_RUN_TIME): EPERM (operation not permitted): the agent lacks"
                        + " CAP_SYS_ADMIN; sysctl kernel.bpf_stats_enabled=1 does without");
        assertThat(json(response).at("/events").asInt()).isEqualTo(120);
    }

    @Test
    void namesWhatAParameterMayBe() throws Exception {
        HttpResponse<String> response = get("/api/monitor?programs=maybe");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error").asText()).isEqualTo("programs=maybe, must be true or false");
        assertThat(opened).isZero();
    }

    @Test
    void isNotThereBeforeTheMonitorHasStarted() throws Exception {
        monitor = Optional.empty();
        HttpResponse<String> response = get("/api/monitor?programs=true");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(json(response).at("/error").asText()).isEqualTo("the monitor has not started");
    }

    private Disposable open() {
        refusal.ifPresent(e -> {
            throw e;
        });
        opened++;
        return () -> closed++;
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + endpoint.port() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return new ObjectMapper().readTree(response.body());
    }
}

package io.emfs.pipeline.http;

import static io.emfs.pipeline.Events.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emfs.bpf.monitor.Peer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class PeersResourceTest {
    private static final InetAddress LOOPBACK_IPV6 = loopbackIpv6();

    @Test
    void listsTheClientsOfEachFunctionTheBusiestFirst() throws Exception {
        List<Peer> peers = List.of(
                new Peer(key("g"), InetAddress.getByName("10.0.0.1"), 1, 2_000_000),
                new Peer(key("f"), InetAddress.getByName("10.0.0.2"), 5, 10_000_000),
                new Peer(key("f"), LOOPBACK_IPV6, 20, 90_000_000));

        Content content = new PeersResource(100, () -> Optional.of(peers)).get();

        assertThat(content.status()).isEqualTo(200);
        assertThat(json(content)).isEqualTo(new ObjectMapper().readTree("""
                {"maxPeers": 100, "hint": null, "functions": [
                  {"name": "f", "node": "n1", "peers": [
                    {"address": "0:0:0:0:0:0:0:1", "answered": 20, "meanMs": 4.5},
                    {"address": "10.0.0.2", "answered": 5, "meanMs": 2.0}]},
                  {"name": "g", "node": "n1", "peers": [
                    {"address": "10.0.0.1", "answered": 1, "meanMs": 2.0}]}]}
                """));
    }

    @Test
    void saysThatFurtherClientsAreNotKept() throws Exception {
        List<Peer> peers = List.of(new Peer(key("g"), InetAddress.getByName("10.0.0.1"), 1, 2_000_000));

        Content content = new PeersResource(1, () -> Optional.of(peers)).get();

        assertThat(json(content).path("hint").asText())
                .isEqualTo("monitor.max-peers = 1 are kept: further clients are not");
    }

    @Test
    void saysHowToHaveClientsKept() throws Exception {
        Content content = new PeersResource(0, Optional::empty).get();

        assertThat(content.status()).isEqualTo(200);
        assertThat(json(content).path("hint").asText())
                .isEqualTo("monitor.max-peers = 0: set it to the clients to keep");
        assertThat(json(content).path("functions")).isEmpty();
    }

    @Test
    void knowsNothingBeforeTheMonitorHasStarted() {
        assertThat(new PeersResource(10, Optional::empty).get().status()).isEqualTo(503);
    }

    private static InetAddress loopbackIpv6() {
        try {
            byte[] address = new byte[16];
            address[15] = 1;
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(Content content) throws Exception {
        return new ObjectMapper()
                .readTree(Objects.requireNonNull(Mono.from(content.text()).block()));
    }
}

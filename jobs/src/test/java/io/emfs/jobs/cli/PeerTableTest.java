package io.emfs.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;

class PeerTableTest {
    @Test
    void showsARowForEachClientOfEachFunction() throws JsonProcessingException {
        assertThat(table("""
                {"maxPeers": 100, "hint": null, "functions": [
                  {"name": "thumbnail", "node": "n1", "peers": [
                    {"address": "10.0.0.2", "answered": 500, "meanMs": 4.52},
                    {"address": "10.0.0.3", "answered": 5, "meanMs": 2.0}]},
                  {"name": "report", "node": "n1", "peers": [
                    {"address": "10.0.0.2", "answered": 1, "meanMs": 360.0}]}]}
                """)).isEqualTo("""
                FUNCTION   CLIENT    REQUESTS  MEAN ms
                thumbnail  10.0.0.2       500      4.5
                thumbnail  10.0.0.3         5      2.0
                report     10.0.0.2         1    360.0
                """);
    }

    @Test
    void passesOnWhyThereIsNone() throws JsonProcessingException {
        assertThat(table("{\"maxPeers\": 0, \"hint\": \"monitor.max-peers = 0\", \"functions\": []}"))
                .isEqualTo("no client has been seen\nmonitor.max-peers = 0\n");
    }

    private static String table(String json) throws JsonProcessingException {
        return PeerTable.of(Json.mapper().readTree(json));
    }
}

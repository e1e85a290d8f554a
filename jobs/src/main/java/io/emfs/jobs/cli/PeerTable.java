package io.emfs.jobs.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/** What {@code /api/peers} answers, as a table: a row for each client of each function. */
final class PeerTable {
    private static final int LEFT_COLUMNS = 2;

    private PeerTable() {}

    static String of(JsonNode answer) {
        TextTable table = new TextTable(LEFT_COLUMNS, List.of("FUNCTION", "CLIENT", "REQUESTS", "MEAN ms"));
        for (JsonNode function : answer.path("functions")) {
            for (JsonNode peer : function.path("peers")) {
                table.add(List.of(
                        function.path("name").asText(),
                        peer.path("address").asText(),
                        peer.path("answered").asText(),
                        String.format(Locale.ROOT, "%.1f", peer.path("meanMs").asDouble())));
            }
        }
        String rows = answer.path("functions").isEmpty() ? "no client has been seen\n" : table.render();
        JsonNode hint = answer.path("hint");
        return hint.isTextual() ? rows + hint.asText() + "\n" : rows;
    }
}

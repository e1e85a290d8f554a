package io.emfs.tests.faas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueHistoryTest {
    @TempDir
    private Path directory;

    @Test
    void weighsQueuesByTheTimeInThem() throws IOException {
        Files.writeString(directory.resolve("audit.jsonl.1"), move("00:00:00", "f", 4) + move("00:00:01", "g", 1));
        Files.writeString(
                directory.resolve("audit.jsonl"),
                move("00:00:20", "f", 2) + "{\"kind\":\"boost\",\"function\":\"f\"}\n" + move("00:00:50", "f", 6));
        QueueHistory history = QueueHistory.in(directory);

        assertThat(history.meanQueue("f", at("00:00:10"), at("00:00:30"))).isEqualTo(3);
        assertThat(history.meanQueue("f", at("00:00:25"), at("00:00:30"))).isEqualTo(2);
        assertThat(history.meanQueue("g", at("00:00:10"), at("00:00:30"))).isEqualTo(1);
        assertThat(history.meanQueue("h", at("00:00:10"), at("00:00:30"))).isNaN();
        assertThat(QueueHistory.NONE.meanQueue("f", at("00:00:10"), at("00:00:30")))
                .isNaN();
    }

    private static String move(String time, String function, int to) {
        return "{\"kind\":\"move\",\"time\":\"" + at(time) + "\",\"function\":\"" + function + "\",\"to\":" + to
                + "}\n";
    }

    private static Instant at(String time) {
        return Instant.parse("2026-01-01T" + time + "Z");
    }
}

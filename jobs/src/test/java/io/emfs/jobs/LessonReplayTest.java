package io.emfs.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.operators.learning.Lesson;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionPlaced;
import io.emfs.state.InstanceStarted;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestAnswered;
import io.emfs.state.recording.RecordingHeader;
import io.emfs.state.recording.RecordingReader;
import io.emfs.state.recording.RecordingWriter;
import io.emfs.state.recording.RecordingWriter.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LessonReplayTest {
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final long NS_PER_MS = 1_000_000;
    private static final FunctionKey KEY = new FunctionKey("elsewhere", "f");
    private static final String CONFIG =
            "functions: [{name: f, match: {port: 1}, slo: {percentile: 95, latency: 24ms}}]\n";

    /** 30 ms would have the policy promote it: it follows what was recorded instead. */
    @Test
    void learnsInWhichQueueRequestsWereServed() throws Exception {
        List<NodeEvent> events = new ArrayList<>();
        events.add(new InstanceStarted(KEY, 100, START_NS));
        events.add(new FunctionPlaced(KEY, 2, START_NS + NS_PER_MS));
        for (int ms = 50; ms < 10_000; ms += 10) {
            if (ms == 5_000) {
                events.add(new FunctionPlaced(KEY, 5, START_NS + ms * NS_PER_MS));
            }
            events.add(answered(ms));
        }
        List<Lesson> lessons = lessons(bytes(events));

        assertThat(lessons).hasSizeBetween(7, 10);
        assertThat(lessons).allSatisfy(lesson -> {
            assertThat(lesson.key()).isEqualTo(KEY);
            assertThat(lesson.seen().latencyP95Ns()).isEqualTo(30e6);
            assertThat(lesson.before().windows()).isEqualTo(lesson.after().windows() - 1);
        });
        assertThat(lessons)
                .extracting(lesson -> lesson.seen().queue())
                .containsOnly(2, 5)
                .isSorted()
                .contains(2, 5);
    }

    @Test
    void refusesARecordingThatTellsNoQueue() throws Exception {
        byte[] bytes = bytes(List.of(new InstanceStarted(KEY, 100, START_NS), answered(10)));

        assertThatThrownBy(() -> lessons(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "test.rec does not tell which queue a function was in; emfs run --record makes one that does");
    }

    @Test
    void tellsWhereARecordingIsDamaged() throws Exception {
        byte[] bytes = bytes(List.of(new InstanceStarted(KEY, 100, START_NS)));
        bytes[bytes.length - 40] ^= 1;

        assertThatThrownBy(() -> lessons(bytes))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("test.rec, offset \\d+: the checksum of a block of \\d+ bytes does not match");
    }

    private static RequestAnswered answered(int ms) {
        return new RequestAnswered(KEY, START_NS + (ms - 30) * NS_PER_MS, NS_PER_MS, 29 * NS_PER_MS, 7, 1, false);
    }

    private static List<Lesson> lessons(byte[] bytes) throws Exception {
        try (RecordingReader reader = new RecordingReader("test.rec", new ByteArrayInputStream(bytes))) {
            return new LessonReplay("test.rec", reader).run();
        }
    }

    private static byte[] bytes(List<NodeEvent> events) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (RecordingWriter writer =
                new RecordingWriter(bytes, new RecordingHeader("elsewhere", START_NS, CONFIG), Compression.DEFLATE)) {
            for (NodeEvent event : events) {
                writer.add(event);
            }
            writer.end(0);
        }
        return bytes.toByteArray();
    }
}

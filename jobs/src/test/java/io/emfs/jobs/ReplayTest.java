package io.emfs.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import io.emfs.jobs.replay.Pace;
import io.emfs.jobs.replay.ReplayResult;
import io.emfs.jobs.replay.ReplayedChange;
import io.emfs.jobs.replay.ReplayedFunction;
import io.emfs.state.FunctionKey;
import io.emfs.state.InstanceExited;
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
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final long NS_PER_MS = 1_000_000;
    private static final FunctionKey LATE = new FunctionKey("elsewhere", "late");
    private static final FunctionKey CHURN = new FunctionKey("elsewhere", "churn");

    private final EmfsConfig config = ConfigLoader.parse("test", """
                    functions:
                      - {name: late, match: {port: 1}, slo: {percentile: 95, latency: 24ms}}
                    """, List.of()).config();
    private final List<ReplayedChange> heard = new ArrayList<>();

    /** It misses from the first request on; the first window that began after its placement decides, and the second. */
    @Test
    void showsWhatTheJobDecides() throws Exception {
        List<NodeEvent> events = new ArrayList<>();
        events.add(new InstanceStarted(LATE, 100, START_NS));
        for (int ms = 5; ms < 3_000; ms += 10) {
            events.add(answered(LATE, ms, 30));
        }
        ReplayResult result = replay(events);

        assertThat(result.node()).isEqualTo("elsewhere");
        assertThat(result.changes())
                .extracting(change -> change.function() + " " + change.from() + ">" + change.to() + " "
                        + change.reason() + " " + change.atMs() + " " + change.latencyMs())
                .containsExactly("late 0>2 INITIAL 0.0 null", "late 2>1 SLO_MISSED 1199.0 30.0");
        assertThat(heard).isEqualTo(result.changes());
        ReplayedFunction late = result.functions().get(0);
        assertThat(late.requests()).isEqualTo(300);
        assertThat(late.missedWindows()).isEqualTo(late.windows()).isEqualTo(19);
        assertThat(late.moves()).isEqualTo(1);
        assertThat(late.queue()).isEqualTo(1);
        assertThat(late.latencyMs())
                .isNotNull()
                .satisfies(ms -> assertThat(ms.p95()).isEqualTo(30.0));
    }

    /** Process events and windows race to the policy unless the replay orders them. */
    @Test
    void decidesTheSameEachTime() throws Exception {
        List<NodeEvent> events = new ArrayList<>();
        for (int ms = 0; ms < 20_000; ms += 10) {
            int cycle = ms / 600;
            events.add(answered(LATE, ms, cycle % 3 == 0 ? 30 : 5));
            events.add(answered(CHURN, ms, 2));
            if (ms % 50 == 0) {
                events.add(new InstanceStarted(ms % 100 == 0 ? CHURN : LATE, ms, START_NS + ms * NS_PER_MS));
                events.add(new InstanceExited(CHURN, ms, 0, START_NS + (ms + 4) * NS_PER_MS));
            }
        }
        events.sort(Comparator.comparingLong(NodeEvent::timestampNs));
        ReplayResult first = replay(events);

        assertThat(first.changes()).hasSizeGreaterThan(2);
        for (int i = 0; i < 3; i++) {
            assertThat(replay(events)).isEqualTo(first);
        }
    }

    @Test
    void endsAtOnceOnAnEmptyRecording() throws Exception {
        ReplayResult result = replay(List.of());

        assertThat(result.changes()).isEmpty();
        assertThat(result.functions()).isEmpty();
        assertThat(result.recording().complete()).isTrue();
    }

    @Test
    void tellsWhereARecordingIsDamaged() throws Exception {
        byte[] bytes = bytes(List.of(new InstanceStarted(LATE, 100, START_NS)));
        bytes[bytes.length - 40] ^= 1;

        assertThatThrownBy(() -> replay(bytes))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("test.rec, offset \\d+: the checksum of a block of \\d+ bytes does not match");
    }

    private static RequestAnswered answered(FunctionKey key, int ms, int latencyMs) {
        return new RequestAnswered(
                key, START_NS + (ms - latencyMs) * NS_PER_MS, NS_PER_MS, (latencyMs - 1) * NS_PER_MS, 7, 1, false);
    }

    private ReplayResult replay(List<NodeEvent> events) throws Exception {
        return replay(bytes(events));
    }

    private ReplayResult replay(byte[] bytes) throws Exception {
        try (RecordingReader reader = new RecordingReader("test.rec", new ByteArrayInputStream(bytes))) {
            return new Replay(config, Pace.FASTEST, heard::add).run(reader);
        }
    }

    private static byte[] bytes(List<NodeEvent> events) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (RecordingWriter writer =
                new RecordingWriter(bytes, new RecordingHeader("elsewhere", START_NS, "{}\n"), Compression.DEFLATE)) {
            for (NodeEvent event : events) {
                writer.add(event);
            }
            writer.end(0);
        }
        return bytes.toByteArray();
    }
}

package io.emfs.state.recording;

import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionPlaced;
import io.emfs.state.InstanceExited;
import io.emfs.state.InstanceStarted;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestCompleted;
import io.emfs.state.RequestDigest;
import io.emfs.state.ThreadCause;
import io.emfs.state.ThreadEvent;
import io.emfs.state.WindowSlice;
import io.emfs.state.recording.RecordingWriter.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Recordings in memory. The events are behind the golden bytes: never change one, add another list. */
final class Recordings {
    static final RecordingHeader HEADER =
            new RecordingHeader("node-1", 1_700_000_000_000_000_000L, "node: \"node-1\" # ü\n");

    private static final FunctionKey SHORT = new FunctionKey("node-1", "short");
    private static final FunctionKey LONG = new FunctionKey("node-1", "long");
    private static final long START_NS = 1_700_000_000_123_456_789L;

    private Recordings() {}

    /** One event of each kind, and what is special: out of order, negative durations, unknown CPU time. */
    static List<NodeEvent> oneOfEach() {
        return List.of(
                new InstanceStarted(SHORT, 4242, START_NS),
                new InstanceStarted(LONG, 4243, START_NS + 1),
                new RequestAnswered(SHORT, START_NS + 1_000_000, 120_000, 8_200_000, 4250, 1, false),
                new RequestAnswered(LONG, START_NS + 900_000, -50, 0, 4251, 12, true),
                new RequestCompleted(
                        SHORT, START_NS + 10_000_000, 8_500_000, 8_100_000, 300_000, 212, 4_000_000_000L, 4250),
                new RequestCompleted(
                        LONG,
                        START_NS + 11_000_000,
                        9_000_000,
                        RequestCompleted.UNKNOWN,
                        RequestCompleted.UNKNOWN,
                        0,
                        0,
                        4251),
                new RequestDigest(SHORT, START_NS + 100_000_000, slice()),
                new ThreadEvent(
                        SHORT, START_NS + 199_000_000, ThreadCause.QUANTUM_EXPIRED, 4242, 4243, 4711, 1, 40_000_000),
                new InstanceExited(SHORT, 4242, 0, START_NS + 200_000_000));
    }

    /** Version 1 had no events of threads. */
    static List<NodeEvent> oneOfEachOfVersionOne() {
        return oneOfEach().stream()
                .filter(event -> !(event instanceof ThreadEvent))
                .toList();
    }

    /** Processes of earlier versions had no CPUs. */
    static List<NodeEvent> oneOfEachOfVersionThree() {
        List<NodeEvent> events = new ArrayList<>(oneOfEach());
        events.add(new InstanceStarted(LONG, 4300, START_NS + 300_000_000, 0b1110));
        return events;
    }

    /** Earlier versions knew no placements. */
    static List<NodeEvent> oneOfEachOfVersionFour() {
        List<NodeEvent> events = new ArrayList<>(oneOfEachOfVersionThree());
        events.add(new FunctionPlaced(LONG, 3, START_NS + 301_000_000));
        return events;
    }

    /** A request each 10 ms, of two functions in turn, each on a thread of its own. */
    static List<NodeEvent> requests(int count) {
        List<NodeEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FunctionKey key = i % 2 == 0 ? SHORT : LONG;
            long serviceNs = 8_000_000 + i * 7919L % 1_000_003;
            events.add(new RequestAnswered(
                    key, START_NS + i * 10_000_000L, 100_000 + i * 104_729L % 50_021, serviceNs, 5000 + i, 1, false));
        }
        return events;
    }

    static byte[] bytes(List<NodeEvent> events, Compression compression) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (RecordingWriter writer = new RecordingWriter(bytes, HEADER, compression)) {
            for (NodeEvent event : events) {
                writer.add(event);
            }
            writer.end(3);
        }
        return bytes.toByteArray();
    }

    static RecordingReader reader(byte[] bytes) {
        return new RecordingReader("test.rec", new ByteArrayInputStream(bytes));
    }

    static List<NodeEvent> drain(RecordingReader reader) {
        List<NodeEvent> events = new ArrayList<>();
        reader.forEachRemaining(events::add);
        return events;
    }

    private static WindowSlice slice() {
        WindowSlice slice = new WindowSlice();
        for (int i = 1; i <= 20; i++) {
            slice.add(new RequestAnswered(SHORT, 0, i * 10_000L, i * 1_000_000L, 1, 1, false));
        }
        return slice;
    }
}

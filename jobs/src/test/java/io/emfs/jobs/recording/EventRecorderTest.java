package io.emfs.jobs.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.state.FunctionKey;
import io.emfs.state.InstanceStarted;
import io.emfs.state.NodeEvent;
import io.emfs.state.recording.RecordingEnd;
import io.emfs.state.recording.RecordingHeader;
import io.emfs.state.recording.RecordingReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventRecorderTest {
    private static final RecordingHeader HEADER = new RecordingHeader("n1", 7, "{}\n");

    @TempDir
    private Path directory;

    @Test
    void writesWhatItIsGivenAndTheEnd() throws IOException {
        Path file = directory.resolve("a.rec");
        List<NodeEvent> events = new ArrayList<>();
        EventRecorder recorder = EventRecorder.start(file, false, HEADER);
        for (int pid = 1; pid <= 1_000; pid++) {
            events.add(event(pid));
            recorder.onEvent(event(pid));
        }
        recorder.lose(5);
        recorder.close();

        try (RecordingReader reader = RecordingReader.open(file)) {
            List<NodeEvent> read = new ArrayList<>();
            reader.forEachRemaining(read::add);
            assertThat(reader.header()).isEqualTo(HEADER);
            assertThat(read).isEqualTo(events);
            assertThat(reader.end()).isEqualTo(new RecordingEnd(true, 1_000, 5, 0));
        }
        assertThat(recorder.progress()).isEqualTo(new RecordingProgress(1_000, Files.size(file), 5));
    }

    @Test
    void overwritesOnlyIfTold() throws IOException {
        Path file = Files.writeString(directory.resolve("a.rec"), "precious");

        assertThatThrownBy(() -> EventRecorder.start(file, false, HEADER))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " is there already; emfs record --force overwrites it");
        assertThat(file).hasContent("precious");

        EventRecorder.start(file, true, HEADER).close();
        try (RecordingReader reader = RecordingReader.open(file)) {
            assertThat(reader.end()).isEqualTo(new RecordingEnd(true, 0, 0, 0));
        }
    }

    @Test
    void saysWhereItCannotWrite() {
        Path file = directory.resolve("nowhere/a.rec");

        assertThatThrownBy(() -> EventRecorder.start(file, false, HEADER))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot record to " + file + ": ");
    }

    /** The device that is always full. */
    @Test
    void countsWhatComesAfterAFailureAndTellsOfIt() throws IOException {
        assertThatThrownBy(() -> EventRecorder.start(Path.of("/dev/full"), true, HEADER))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/dev/full");
        EventRecorder recorder = EventRecorder.start(directory.resolve("a.rec"), false, HEADER);
        recorder.onEvent(new InstanceStarted(new FunctionKey("another", "f"), 1, 2));

        assertThatThrownBy(recorder::close)
                .isInstanceOf(IOException.class)
                .hasMessage("the recording broke off: event of node=another in a recording of node=n1");
        recorder.onEvent(event(1));
        assertThat(recorder.alive()).isFalse();
        assertThat(recorder.progress().lost()).isEqualTo(1);
    }

    private static NodeEvent event(int pid) {
        return new InstanceStarted(new FunctionKey("n1", "f"), pid, 1_000L * pid);
    }
}

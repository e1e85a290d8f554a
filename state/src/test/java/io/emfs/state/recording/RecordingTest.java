package io.emfs.state.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.state.FunctionKey;
import io.emfs.state.InstanceStarted;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestDigest;
import io.emfs.state.recording.RecordingWriter.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordingTest {
    private static final int VERSION_OFFSET = 8;

    @ParameterizedTest
    @EnumSource(Compression.class)
    void returnsEveryEventAsItWas(Compression compression) throws IOException {
        RecordingReader reader = Recordings.reader(Recordings.bytes(Recordings.oneOfEach(), compression));

        assertThat(reader.header()).isEqualTo(Recordings.HEADER);
        assertEqual(Recordings.drain(reader), Recordings.oneOfEach());
        assertThat(reader.end()).isEqualTo(new RecordingEnd(true, 9, 3, 0));
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void returnsEventsOfManyBlocks(Compression compression) throws IOException {
        List<NodeEvent> events = Recordings.requests(20_000);

        assertThat(Recordings.drain(Recordings.reader(Recordings.bytes(events, compression))))
                .isEqualTo(events);
    }

    /** What a thousand requests need, so that nobody makes it grow unawares. */
    @Test
    void needsFifteenBytesARequestAndFewerDeflated() throws IOException {
        int overhead = Recordings.bytes(List.of(), Compression.NONE).length;

        assertThat(Recordings.bytes(Recordings.requests(1_000), Compression.NONE).length - overhead)
                .isEqualTo(15_036);
        assertThat(Recordings.bytes(Recordings.requests(1_000), Compression.DEFLATE).length - overhead)
                .isLessThan(13_000);
    }

    @Test
    void losesOnlyTheBlockThatIsTorn() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RecordingWriter writer = new RecordingWriter(bytes, Recordings.HEADER, Compression.NONE);
        List<NodeEvent> events = Recordings.oneOfEach();
        writer.add(events.get(0));
        writer.add(events.get(1));
        writer.flush();
        long first = writer.bytes();
        writer.add(events.get(2));
        writer.flush();
        byte[] whole = bytes.toByteArray();

        for (int length = (int) first; length < whole.length; length++) {
            RecordingReader reader = Recordings.reader(Arrays.copyOf(whole, length));
            assertThat(Recordings.drain(reader)).as("length=%d", length).isEqualTo(events.subList(0, 2));
            assertThat(reader.end()).isEqualTo(new RecordingEnd(false, 2, 0, length - first));
        }
    }

    @Test
    void takesADamagedLastBlockForATornOne() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RecordingWriter writer = new RecordingWriter(bytes, Recordings.HEADER, Compression.NONE);
        writer.add(Recordings.oneOfEach().get(0));
        writer.flush();
        byte[] damaged = bytes.toByteArray();
        damaged[damaged.length - 1] ^= 1;
        RecordingReader reader = Recordings.reader(damaged);

        assertThat(reader.hasNext()).isFalse();
        assertThat(reader.end().complete()).isFalse();
    }

    @Test
    void refusesDamageInTheMiddleWithItsPlace() throws IOException {
        byte[] bytes = Recordings.bytes(Recordings.oneOfEach(), Compression.NONE);
        int block = Recordings.bytes(List.of(), Compression.NONE).length - 18; // before the end: a header, two numbers
        bytes[block + 20] ^= 1;
        RecordingReader reader = Recordings.reader(bytes);

        assertThatThrownBy(reader::hasNext)
                .isInstanceOf(RecordingException.class)
                .hasMessageMatching(
                        "test.rec, offset " + block + ": the checksum of a block of \\d+ bytes does not match");
    }

    @Test
    void refusesALengthThatNoBlockHas() throws IOException {
        byte[] bytes = Recordings.bytes(Recordings.oneOfEach(), Compression.NONE);
        int block = Recordings.bytes(List.of(), Compression.NONE).length - 18;
        ByteBuffer.wrap(bytes).putInt(block + RecordingFormat.STORED_OFFSET, -1);

        assertThatThrownBy(() -> Recordings.reader(bytes).hasNext())
                .isInstanceOf(RecordingException.class)
                .hasMessageStartingWith("test.rec, offset " + block + ": block of stored=-1, plain=")
                .hasMessageContaining("expected 1 ≤ stored ≤ plain ≤ 16777216, events ≥ 0");
    }

    @Test
    void refusesBytesBehindTheEnd() throws IOException {
        byte[] bytes = Recordings.bytes(List.of(), Compression.NONE);

        assertThatThrownBy(() -> Recordings.reader(Arrays.copyOf(bytes, bytes.length + 1))
                        .hasNext())
                .hasMessageEndingWith("the end of a recording of 0 events, after 0, and more behind it");
    }

    @Test
    void refusesWhatIsNoRecording() {
        byte[] text = "functions: []\n".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Recordings.reader(text))
                .isInstanceOf(RecordingException.class)
                .hasMessage("test.rec, offset 0: expected an eMFS recording, which begins with eMFS-REC");
        assertThatThrownBy(() -> Recordings.reader(new byte[0])).hasMessageContaining("expected an eMFS recording");
    }

    @Test
    void refusesAFutureVersionByName() throws IOException {
        byte[] bytes = Recordings.bytes(List.of(), Compression.NONE);
        bytes[VERSION_OFFSET] = RecordingFormat.VERSION + 1;

        assertThatThrownBy(() -> Recordings.reader(bytes))
                .hasMessage("test.rec, offset 8: cannot read recording version=5, newest supported version=4");
    }

    @Test
    void refusesATornOrDamagedHeader() throws IOException {
        byte[] bytes = Recordings.bytes(List.of(), Compression.NONE);
        byte[] damaged = bytes.clone();
        damaged[20] ^= 1;

        assertThatThrownBy(() -> Recordings.reader(Arrays.copyOf(bytes, 30)))
                .hasMessage("test.rec, offset 30: expected a header of 40 bytes, found the end of the file");
        assertThatThrownBy(() -> Recordings.reader(damaged))
                .hasMessage("test.rec, offset 13: the header's checksum does not match");
    }

    @Test
    void refusesEventsOfAnotherNode() throws IOException {
        try (RecordingWriter writer =
                new RecordingWriter(new ByteArrayOutputStream(), Recordings.HEADER, Compression.NONE)) {
            assertThatThrownBy(() -> writer.add(new InstanceStarted(new FunctionKey("other", "f"), 1, 2)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("event of node=other in a recording of node=node-1");
        }
    }

    @Test
    void tellsItsEndOnlyAtTheEnd() throws IOException {
        RecordingReader reader = Recordings.reader(Recordings.bytes(Recordings.oneOfEach(), Compression.NONE));

        assertThatThrownBy(reader::end)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("test.rec has not been read to its end");
    }

    @Test
    void readsAFile(@TempDir Path directory) throws IOException {
        Path file =
                Files.write(directory.resolve("a.rec"), Recordings.bytes(Recordings.requests(5), Compression.DEFLATE));

        try (RecordingReader reader = RecordingReader.open(file)) {
            assertThat(Recordings.drain(reader)).isEqualTo(Recordings.requests(5));
        }
    }

    /** A slice has no equality: a digest is compared by what it counted. */
    static void assertEqual(List<NodeEvent> read, List<NodeEvent> expected) {
        assertThat(read).hasSameSizeAs(expected);
        for (int i = 0; i < read.size(); i++) {
            if (expected.get(i) instanceof RequestDigest digest) {
                RequestDigest other = (RequestDigest) read.get(i);
                assertThat(other.key()).isEqualTo(digest.key());
                assertThat(other.timestampNs()).isEqualTo(digest.timestampNs());
                assertThat(other.requests().toPercentiles())
                        .isEqualTo(digest.requests().toPercentiles());
            } else {
                assertThat(read.get(i)).isEqualTo(expected.get(i));
            }
        }
    }
}

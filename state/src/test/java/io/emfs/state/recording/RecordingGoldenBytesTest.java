package io.emfs.state.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.state.recording.RecordingWriter.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an older version recorded must be read for ever. */
class RecordingGoldenBytesTest {
    @Test
    void readsVersionOne() throws IOException {
        RecordingTest.assertEqual(
                Recordings.drain(Recordings.reader(golden("Recording.v1"))), Recordings.oneOfEachOfVersionOne());
    }

    @Test
    void readsVersionTwo() throws IOException {
        RecordingTest.assertEqual(Recordings.drain(Recordings.reader(golden("Recording.v2"))), Recordings.oneOfEach());
    }

    @Test
    void readsVersionThree() throws IOException {
        RecordingTest.assertEqual(
                Recordings.drain(Recordings.reader(golden("Recording.v3"))), Recordings.oneOfEachOfVersionThree());
    }

    @Test
    void readsVersionFour() throws IOException {
        RecordingTest.assertEqual(
                Recordings.drain(Recordings.reader(golden("Recording.v4"))), Recordings.oneOfEachOfVersionFour());
    }

    /** Which bytes deflating yields depends on the zlib, so these are only read. */
    @Test
    void readsVersionOneDeflated() throws IOException {
        assertThat(Recordings.drain(Recordings.reader(golden("Recording.v1.deflated"))))
                .isEqualTo(Recordings.requests(40));
    }

    @Test
    void writesTheNewestVersionAsItAlwaysDid() throws IOException {
        assertThat(HexFormat.of().formatHex(Recordings.bytes(Recordings.oneOfEachOfVersionFour(), Compression.NONE)))
                .isEqualTo(HexFormat.of().formatHex(golden("Recording.v4")));
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                RecordingGoldenBytesTest.class.getResourceAsStream("/golden/" + name + ".hex"), name)) {
            return HexFormat.of()
                    .parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", ""));
        }
    }
}

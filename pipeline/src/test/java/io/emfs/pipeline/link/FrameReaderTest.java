package io.emfs.pipeline.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.emfs.pipeline.link.FrameException.Fault;
import io.emfs.pipeline.link.wire.Acknowledged;
import io.emfs.pipeline.link.wire.Events;
import io.emfs.pipeline.link.wire.Frame;
import io.emfs.state.codec.Codecs;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private static final Frame SMALL = Frame.newBuilder()
            .setAcknowledged(Acknowledged.newBuilder().setSequence(7))
            .build();
    private static final Frame LARGE = Frame.newBuilder()
            .setEvents(Events.newBuilder().addEvent(ByteString.copyFrom(new byte[300])))
            .build();

    private final List<Frame> seen = new ArrayList<>();

    @Test
    void findsFramesHoweverTheBytesAreCut() throws Exception {
        byte[] row = bytes(SMALL, LARGE, Frame.getDefaultInstance(), SMALL);
        for (int piece = 1; piece <= row.length; piece++) {
            seen.clear();
            FrameReader reader = new FrameReader(1000);
            for (int from = 0; from < row.length; from += piece) {
                read(reader, Arrays.copyOfRange(row, from, Math.min(row.length, from + piece)));
            }
            reader.end();
            assertThat(seen).containsExactly(SMALL, LARGE, Frame.getDefaultInstance(), SMALL);
        }
    }

    @Test
    void refusesAFrameThatIsTooLongByItsLengthAlone() throws Exception {
        FrameReader reader = new FrameReader(1000);
        assertFault(Fault.OVERSIZED, () -> read(reader, new byte[] {(byte) 0xe9, 0x07}));
        assertFault(Fault.OVERSIZED, () -> read(new FrameReader(1000), new byte[] {-1, -1, -1, -1, -1}));
        read(new FrameReader(1000), new byte[] {(byte) 0xe8, 0x07});
    }

    @Test
    void tellsWhereARowEndsWithinAFrame() throws Exception {
        byte[] row = bytes(LARGE);
        for (int length = 1; length < row.length; length++) {
            FrameReader reader = new FrameReader(1000);
            read(reader, Arrays.copyOf(row, length));
            assertFault(Fault.TRUNCATED, reader::end);
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void refusesGarbage() {
        assertFault(Fault.GARBAGE, () -> read(new FrameReader(1000), new byte[] {3, -1, -1, -1}));
    }

    @Property(tries = 500)
    void answersAnythingWithFramesOrAFault(@ForAll @Size(max = 200) byte[] anything) {
        FrameReader reader = new FrameReader(150);
        try {
            read(reader, anything);
            reader.end();
        } catch (FrameException e) {
            assertThat(e.reason()).isNotEmpty();
        }
    }

    /** Whoever changes a format has to raise the protocol's version: an older peer would fail at the first event. */
    @Test
    void knowsTheFormatsOfItsVersion() {
        assertThat(List.of(
                        LinkProtocol.NEWEST,
                        Codecs.NODE_EVENT.version(),
                        Codecs.WINDOW_SLICE.version(),
                        Codecs.COMMAND.version(),
                        Codecs.QUEUE_CHANGE.version(),
                        Codecs.FUNCTION_REPORT.version(),
                        Codecs.WINDOW_SUMMARY.version(),
                        Codecs.FUNCTION_PROFILE.version(),
                        Codecs.LEARNING_REPORT.version()))
                .containsExactly(2, 5, 3, 1, 4, 3, 4, 3, 1);
    }

    @Test
    void findsTheNewestCommonVersion() {
        assertThat(LinkProtocol.common(1, 1)).isEqualTo(1);
        assertThat(LinkProtocol.common(1, 9)).isEqualTo(LinkProtocol.NEWEST);
        assertThat(LinkProtocol.common(2, 9)).isEqualTo(2);
        assertThat(LinkProtocol.common(3, 9)).isEqualTo(LinkProtocol.NO_VERSION);
        assertThat(LinkProtocol.common(0, 0)).isEqualTo(LinkProtocol.NO_VERSION);
    }

    private void read(FrameReader reader, byte[] bytes) throws FrameException {
        reader.read(Unpooled.wrappedBuffer(bytes), seen::add);
    }

    private static void assertFault(Fault fault, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.fault()).isEqualTo(fault));
    }

    static byte[] bytes(Frame... frames) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            frame.writeDelimitedTo(out);
        }
        return out.toByteArray();
    }
}

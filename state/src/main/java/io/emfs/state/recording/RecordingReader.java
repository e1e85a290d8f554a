package io.emfs.state.recording;

import io.emfs.state.NodeEvent;
import io.emfs.state.codec.Varint;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recording event by event; not thread-safe. What is no recording, of a version this release does not know, or
 * damaged anywhere but at its end throws {@link RecordingException}. A torn end is none: the events before it are read,
 * and {@link #end} tells.
 */
public final class RecordingReader implements Iterator<NodeEvent>, AutoCloseable {
    private final String name;
    private final InputStream in;
    private final RecordingHeader header;
    private long offset;
    private long blockOffset;
    private BlockDecoder block;
    private long events;
    private @Nullable RecordingEnd end;

    /** Reads the header; takes ownership of {@code in}. {@code name} stands in messages. */
    public RecordingReader(String name, InputStream in) {
        this.name = name;
        this.in = new BufferedInputStream(in);
        this.header = readHeader();
        this.block = new BlockDecoder(header.node(), new byte[0], 0);
    }

    /** Throws {@link IOException} if the file cannot be opened, {@link RecordingException} if it is no recording. */
    public static RecordingReader open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            return new RecordingReader(file.toString(), in);
        } catch (RecordingException e) {
            in.close();
            throw e;
        }
    }

    public RecordingHeader header() {
        return header;
    }

    @Override
    public boolean hasNext() {
        while (!block.hasNext() && end == null) {
            readBlock();
        }
        return block.hasNext();
    }

    @Override
    public NodeEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException(name + " has no further event");
        }
        try {
            NodeEvent event = block.next();
            events++;
            return event;
        } catch (IOException e) {
            throw new RecordingException(name, blockOffset, "expected the events of a block: " + e.getMessage(), e);
        }
    }

    /** How it ends; throws {@link IllegalStateException} while there are events to be read. */
    public RecordingEnd end() {
        if (hasNext() || end == null) {
            throw new IllegalStateException(name + " has not been read to its end");
        }
        return end;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private RecordingHeader readHeader() {
        byte[] magic = read(RecordingFormat.MAGIC.length);
        if (!Arrays.equals(magic, RecordingFormat.MAGIC)) {
            throw error(
                    0,
                    "expected an eMFS recording, which begins with "
                            + new String(RecordingFormat.MAGIC, StandardCharsets.US_ASCII));
        }
        int version = Byte.toUnsignedInt(readWhole(1, "a version")[0]);
        if (version < 1 || version > RecordingFormat.VERSION) {
            throw error(
                    offset - 1,
                    "cannot read recording version=" + version + ", newest supported version="
                            + RecordingFormat.VERSION);
        }
        int length =
                ByteBuffer.wrap(readWhole(Integer.BYTES, "the header's length")).getInt();
        if (length < 0 || length > RecordingFormat.MAX_HEADER_BYTES) {
            throw error(
                    offset - Integer.BYTES,
                    "header length=" + length + ", expected 0.." + RecordingFormat.MAX_HEADER_BYTES);
        }
        long start = offset;
        byte[] body = readWhole(length, "a header of " + length + " bytes");
        int checksum = ByteBuffer.wrap(readWhole(Integer.BYTES, "the header's checksum"))
                .getInt();
        if (checksum != checksum(body, new byte[0])) {
            throw error(start, "the header's checksum does not match");
        }
        return parseHeader(start, body);
    }

    private RecordingHeader parseHeader(long start, byte[] body) {
        try {
            DataInputStream data = new DataInputStream(new ByteArrayInputStream(body));
            String node = data.readUTF();
            long startedNs = data.readLong();
            byte[] config = data.readNBytes(data.readInt());
            return new RecordingHeader(node, startedNs, new String(config, StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            throw new RecordingException(name, start, "expected a header: " + e, e);
        }
    }

    private void readBlock() {
        blockOffset = offset;
        byte[] head = read(RecordingFormat.BLOCK_HEADER_BYTES);
        if (head.length < RecordingFormat.BLOCK_HEADER_BYTES) {
            torn();
            return;
        }
        ByteBuffer fields = ByteBuffer.wrap(head);
        int stored = fields.getInt(RecordingFormat.STORED_OFFSET);
        int plain = fields.getInt(RecordingFormat.PLAIN_OFFSET);
        int count = fields.getInt(RecordingFormat.EVENTS_OFFSET);
        if (stored < 1 || stored > plain || plain > RecordingFormat.MAX_BLOCK_BYTES || count < 0) {
            throw error(
                    blockOffset,
                    "block of stored=" + stored + ", plain=" + plain + ", events=" + count
                            + ", expected 1 ≤ stored ≤ plain ≤ " + RecordingFormat.MAX_BLOCK_BYTES + ", events ≥ 0");
        }
        byte[] payload = read(stored);
        byte[] covered = Arrays.copyOf(head, RecordingFormat.CHECKSUM_OFFSET);
        boolean whole = payload.length == stored
                && fields.getInt(RecordingFormat.CHECKSUM_OFFSET) == checksum(covered, payload);
        if (whole) {
            accept(stored == plain ? payload : inflated(payload, plain), count);
        } else if (atEnd()) {
            torn();
        } else {
            throw error(blockOffset, "the checksum of a block of " + stored + " bytes does not match");
        }
    }

    private void accept(byte[] payload, int count) {
        if (count > 0) {
            block = new BlockDecoder(header.node(), payload, count);
            return;
        }
        try {
            DataInputStream data = new DataInputStream(new ByteArrayInputStream(payload));
            long written = Varint.read(data);
            long lost = Varint.read(data);
            if (written != events || !atEnd()) {
                throw error(
                        blockOffset,
                        "the end of a recording of " + written + " events, after " + events
                                + (atEnd() ? "" : ", and more behind it"));
            }
            end = new RecordingEnd(true, events, lost, 0);
        } catch (IOException e) {
            throw new RecordingException(name, blockOffset, "expected the recording's end: " + e, e);
        }
    }

    private void torn() {
        end = new RecordingEnd(false, events, 0, offset - blockOffset);
    }

    private byte[] inflated(byte[] payload, int plain) {
        Inflater inflater = new Inflater(true);
        try {
            byte[] bytes = new byte[plain];
            inflater.setInput(payload);
            int length = inflater.inflate(bytes);
            if (length < plain || inflater.getRemaining() > 0) {
                throw error(blockOffset, "block inflates to " + length + " bytes, expected " + plain);
            }
            return bytes;
        } catch (DataFormatException e) {
            throw new RecordingException(name, blockOffset, "expected deflated events: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }

    private static int checksum(byte[] first, byte[] second) {
        CRC32C checksum = new CRC32C();
        checksum.update(first);
        checksum.update(second);
        return (int) checksum.getValue();
    }

    private byte[] readWhole(int length, String what) {
        byte[] bytes = read(length);
        if (bytes.length < length) {
            throw error(offset, "expected " + what + ", found the end of the file");
        }
        return bytes;
    }

    /** Fewer bytes only at the end of the file. */
    private byte[] read(int length) {
        try {
            byte[] bytes = in.readNBytes(length);
            offset += bytes.length;
            return bytes;
        } catch (IOException e) {
            throw new RecordingException(name, offset, "cannot be read: " + e.getMessage(), e);
        }
    }

    private boolean atEnd() {
        try {
            in.mark(1);
            boolean none = in.read() < 0;
            in.reset();
            return none;
        } catch (IOException e) {
            throw new RecordingException(name, offset, "cannot be read: " + e.getMessage(), e);
        }
    }

    private RecordingException error(long at, String what) {
        return new RecordingException(name, at, what, null);
    }
}

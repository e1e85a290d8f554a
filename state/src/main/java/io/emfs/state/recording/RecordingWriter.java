package io.emfs.state.recording;

import io.emfs.state.NodeEvent;
import io.emfs.state.codec.Varint;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;

/**
 * Writes a recording; not thread-safe. Each block is one write to {@code out}, so that a killed process loses no more than
 * the block it was filling: {@link #flush} ends that early, {@link #end} ends the recording. Closing without it leaves a
 * recording like that of a killed process.
 */
public final class RecordingWriter implements AutoCloseable {
    private final OutputStream out;
    private final Compression compression;
    private final BlockEncoder block;
    private final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    private long events;
    private long bytes;

    /** What is done to blocks. */
    public enum Compression {
        NONE,
        DEFLATE
    }

    /** Writes the header; takes ownership of {@code out}, which should not buffer. */
    public RecordingWriter(OutputStream out, RecordingHeader header, Compression compression) throws IOException {
        this.out = out;
        this.compression = compression;
        this.block = new BlockEncoder(header.node());
        write(headerBytes(header));
    }

    /** Throws {@link IllegalArgumentException} for an event of another node than the header's. */
    public void add(NodeEvent event) throws IOException {
        block.add(event);
        events++;
        if (block.size() >= RecordingFormat.BLOCK_BYTES) {
            flush();
        }
    }

    /** Hands what was added to the operating system. */
    public void flush() throws IOException {
        int count = block.events();
        if (count > 0) {
            writeBlock(block.takeBytes(), count);
        }
    }

    /**
     * Ends the recording.
     *
     * @param lost events that happened and were not added
     */
    public void end(long lost) throws IOException {
        flush();
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(payload);
        Varint.write(events, data);
        Varint.write(lost, data);
        writeBlock(payload.toByteArray(), 0);
    }

    /** Events added. */
    public long events() {
        return events;
    }

    /** Bytes written. */
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        deflater.end();
        out.close();
    }

    private static byte[] headerBytes(RecordingHeader header) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(body);
        data.writeUTF(header.node());
        data.writeLong(header.startedNs());
        byte[] config = header.config().getBytes(StandardCharsets.UTF_8);
        data.writeInt(config.length);
        data.write(config);
        CRC32C checksum = new CRC32C();
        checksum.update(body.toByteArray());

        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        DataOutputStream wholeData = new DataOutputStream(whole);
        wholeData.write(RecordingFormat.MAGIC);
        wholeData.writeByte(RecordingFormat.VERSION);
        wholeData.writeInt(body.size());
        body.writeTo(wholeData);
        wholeData.writeInt((int) checksum.getValue());
        return whole.toByteArray();
    }

    private void writeBlock(byte[] plain, int count) throws IOException {
        byte[] stored = compression == Compression.DEFLATE ? deflated(plain) : plain;
        ByteBuffer whole = ByteBuffer.allocate(RecordingFormat.BLOCK_HEADER_BYTES + stored.length);
        whole.putInt(stored.length).putInt(plain.length).putInt(count);
        CRC32C checksum = new CRC32C();
        checksum.update(whole.array(), 0, RecordingFormat.CHECKSUM_OFFSET);
        checksum.update(stored);
        whole.putInt((int) checksum.getValue()).put(stored);
        write(whole.array());
    }

    /** The plain bytes where deflating saves nothing. */
    private byte[] deflated(byte[] plain) {
        byte[] buffer = new byte[plain.length];
        deflater.reset();
        deflater.setInput(plain);
        deflater.finish();
        int length = deflater.deflate(buffer);
        return deflater.finished() && length < plain.length ? Arrays.copyOf(buffer, length) : plain;
    }

    private void write(byte[] whole) throws IOException {
        out.write(whole);
        bytes += whole.length;
    }
}

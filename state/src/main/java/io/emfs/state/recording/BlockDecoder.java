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
import io.emfs.state.codec.Codecs;
import io.emfs.state.codec.Varint;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The events of one block out of its bytes; not thread-safe. Bytes that are no event are an {@link IOException}. */
final class BlockDecoder {
    private final String node;
    private final ByteArrayInputStream bytes;
    private final DataInputStream in;
    private final List<FunctionKey> functions = new ArrayList<>();
    private int left;
    private long lastTimestampNs;
    private int lastThread;

    BlockDecoder(String node, byte[] payload, int events) {
        this.node = node;
        this.bytes = new ByteArrayInputStream(payload);
        this.in = new DataInputStream(bytes);
        this.left = events;
    }

    boolean hasNext() {
        return left > 0;
    }

    NodeEvent next() throws IOException {
        int tag = in.readUnsignedByte();
        FunctionKey key = readFunction();
        lastTimestampNs += Varint.readSigned(in);
        NodeEvent event = readRest(tag, key);
        left--;
        if (left == 0 && bytes.available() > 0) {
            throw new IOException(bytes.available() + " bytes after the last event of the block");
        }
        return event;
    }

    private NodeEvent readRest(int tag, FunctionKey key) throws IOException {
        return switch (tag) {
            case RecordingFormat.ANSWERED -> readAnswered(key, false);
            case RecordingFormat.ANSWERED_AND_DIGESTED -> readAnswered(key, true);
            case RecordingFormat.COMPLETED ->
                new RequestCompleted(
                        key,
                        lastTimestampNs,
                        Varint.readSigned(in),
                        Varint.readSigned(in),
                        Varint.readSigned(in),
                        Varint.read(in),
                        Varint.read(in),
                        readThread());
            case RecordingFormat.DIGEST ->
                new RequestDigest(key, lastTimestampNs, Codecs.WINDOW_SLICE.readVersioned(in));
            case RecordingFormat.STARTED -> new InstanceStarted(key, readThread(), lastTimestampNs);
            case RecordingFormat.STARTED_ON -> new InstanceStarted(key, readThread(), lastTimestampNs, in.readLong());
            case RecordingFormat.EXITED ->
                new InstanceExited(key, readThread(), (int) Varint.read(in), lastTimestampNs);
            case RecordingFormat.PLACED -> new FunctionPlaced(key, (int) Varint.read(in), lastTimestampNs);
            case RecordingFormat.THREAD -> readThreadEvent(key);
            default -> throw new IOException("unknown event tag=" + tag + ", expected 1.." + RecordingFormat.LAST_TAG);
        };
    }

    private RequestAnswered readAnswered(FunctionKey key, boolean digested) throws IOException {
        long queueNs = Varint.readSigned(in);
        long serviceNs = Varint.readSigned(in);
        int tid = readThread();
        int inFlight = (int) Varint.read(in);
        return new RequestAnswered(
                key, lastTimestampNs - queueNs - serviceNs, queueNs, serviceNs, tid, inFlight, digested);
    }

    private ThreadEvent readThreadEvent(FunctionKey key) throws IOException {
        int code = in.readUnsignedByte();
        try {
            return new ThreadEvent(
                    key,
                    lastTimestampNs,
                    ThreadCause.of(code),
                    readThread(),
                    readThread(),
                    Varint.read(in),
                    (int) Varint.read(in),
                    Varint.read(in));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private FunctionKey readFunction() throws IOException {
        long number = Varint.read(in);
        if (number == functions.size()) {
            functions.add(new FunctionKey(node, in.readUTF()));
        } else if (number < 0 || number > functions.size()) {
            throw new IOException("function number=" + number + ", expected 0.." + functions.size());
        }
        return functions.get((int) number);
    }

    private int readThread() throws IOException {
        lastThread += (int) Varint.readSigned(in);
        return lastThread;
    }
}

package io.emfs.state.recording;

import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionPlaced;
import io.emfs.state.InstanceExited;
import io.emfs.state.InstanceStarted;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestCompleted;
import io.emfs.state.RequestDigest;
import io.emfs.state.ThreadEvent;
import io.emfs.state.codec.Codecs;
import io.emfs.state.codec.Varint;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The events of the block that is being filled, as bytes; not thread-safe. */
final class BlockEncoder {
    private final String node;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final Map<String, Integer> functions = new HashMap<>();
    private long lastTimestampNs;
    private int lastThread;
    private int events;

    BlockEncoder(String node) {
        this.node = node;
    }

    void add(NodeEvent event) throws IOException {
        if (event instanceof RequestAnswered answered) {
            start(answered.digested() ? RecordingFormat.ANSWERED_AND_DIGESTED : RecordingFormat.ANSWERED, event);
            Varint.writeSigned(answered.queueNs(), out);
            Varint.writeSigned(answered.serviceNs(), out);
            writeThread(answered.tid());
            Varint.write(answered.inFlight(), out);
        } else if (event instanceof RequestCompleted completed) {
            start(RecordingFormat.COMPLETED, event);
            Varint.writeSigned(completed.durationNs(), out);
            Varint.writeSigned(completed.onCpuNs(), out);
            Varint.writeSigned(completed.runQueueWaitNs(), out);
            Varint.write(completed.bytesIn(), out);
            Varint.write(completed.bytesOut(), out);
            writeThread(completed.tid());
        } else if (event instanceof RequestDigest digest) {
            start(RecordingFormat.DIGEST, event);
            Codecs.WINDOW_SLICE.writeVersioned(digest.requests(), out);
        } else if (event instanceof InstanceStarted started) {
            boolean known = started.cpus() != InstanceStarted.UNKNOWN_CPUS;
            start(known ? RecordingFormat.STARTED_ON : RecordingFormat.STARTED, event);
            writeThread(started.pid());
            if (known) {
                out.writeLong(started.cpus());
            }
        } else if (event instanceof InstanceExited exited) {
            start(RecordingFormat.EXITED, event);
            writeThread(exited.pid());
            Varint.write(exited.remaining(), out);
        } else if (event instanceof ThreadEvent thread) {
            start(RecordingFormat.THREAD, event);
            out.writeByte(thread.cause().code());
            writeThread(thread.pid());
            writeThread(thread.tid());
            Varint.write(thread.startTicks(), out);
            Varint.write(thread.drops(), out);
            Varint.write(thread.onCpuNs(), out);
        } else if (event instanceof FunctionPlaced placed) {
            start(RecordingFormat.PLACED, event);
            Varint.write(placed.queue(), out);
        } else {
            throw new IOException("no tag for NodeEvent " + event);
        }
        events++;
    }

    int size() {
        return bytes.size();
    }

    int events() {
        return events;
    }

    /** What was added, and an empty block from here on. */
    byte[] takeBytes() {
        byte[] taken = bytes.toByteArray();
        bytes.reset();
        functions.clear();
        lastTimestampNs = 0;
        lastThread = 0;
        events = 0;
        return taken;
    }

    private void start(int tag, NodeEvent event) throws IOException {
        FunctionKey key = event.key();
        if (!key.node().equals(node)) {
            throw new IllegalArgumentException("event of node=" + key.node() + " in a recording of node=" + node);
        }
        out.writeByte(tag);
        int next = functions.size();
        int number = functions.computeIfAbsent(key.function(), name -> next);
        Varint.write(number, out);
        if (number == next) {
            out.writeUTF(key.function());
        }
        Varint.writeSigned(event.timestampNs() - lastTimestampNs, out);
        lastTimestampNs = event.timestampNs();
    }

    /** Threads and processes are numbered as they start: neighbours are close. */
    private void writeThread(int id) throws IOException {
        Varint.writeSigned((long) id - lastThread, out);
        lastThread = id;
    }
}

package io.emfs.jobs.recording;

import io.emfs.bpf.monitor.NodeEventListener;
import io.emfs.bpf.monitor.ThreadEnd;
import io.emfs.state.NodeEvent;
import io.emfs.state.recording.RecordingHeader;
import io.emfs.state.recording.RecordingWriter;
import io.emfs.state.recording.RecordingWriter.Compression;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.LongAdder;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Writes events to a file on a thread of its own. {@link #onEvent} neither blocks nor wakes anyone, so that the ring's
 * reader is not held up: the writer looks every {@link #POLL_MS} ms. What the queue cannot take is counted as lost, and so
 * is everything after a write failed; {@link #close} throws that failure. Thread-safe.
 */
public final class EventRecorder implements NodeEventListener, AutoCloseable {
    private static final int QUEUE = 1 << 16;
    private static final int POLL_MS = 20;

    /** What a killed recorder may lose, in polls: a second. */
    private static final int POLLS_PER_FLUSH = 50;

    private final ManyToOneConcurrentArrayQueue<NodeEvent> queue = new ManyToOneConcurrentArrayQueue<>(QUEUE);
    private final LongAdder lost = new LongAdder();
    private final RecordingWriter writer;
    private final Thread thread = new Thread(this::write, "emfs-recorder");
    private volatile RecordingProgress written;
    private volatile @Nullable Exception failure;
    private volatile boolean stopped;

    private EventRecorder(RecordingWriter writer) {
        this.writer = writer;
        this.written = new RecordingProgress(0, writer.bytes(), 0);
        thread.setDaemon(true);
    }

    /** Creates the file; one that is there already is an {@link IOException} unless {@code overwrite}. */
    public static EventRecorder start(Path file, boolean overwrite, RecordingHeader header) throws IOException {
        StandardOpenOption creation = overwrite ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW;
        try {
            EventRecorder recorder = new EventRecorder(new RecordingWriter(
                    Files.newOutputStream(
                            file, StandardOpenOption.WRITE, creation, StandardOpenOption.TRUNCATE_EXISTING),
                    header,
                    Compression.DEFLATE));
            recorder.thread.start();
            return recorder;
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + " is there already; emfs record --force overwrites it", e);
        } catch (IOException e) {
            throw new IOException("cannot record to " + file + ": " + e, e);
        }
    }

    @Override
    public void onEvent(NodeEvent event) {
        if (failure != null || !queue.offer(event)) {
            lost.increment();
        }
    }

    /** Adds to what was lost: events that never came here. */
    public void lose(long events) {
        lost.add(events);
    }

    public RecordingProgress progress() {
        RecordingProgress now = written;
        return new RecordingProgress(now.events(), now.bytes(), lost.sum());
    }

    /** False once a write failed. */
    public boolean alive() {
        return failure == null;
    }

    /** Writes what is queued, and the end. */
    @Override
    public void close() throws IOException {
        stopped = true;
        ThreadEnd.await(thread);
        Exception failed = failure;
        if (failed != null) {
            throw new IOException("the recording broke off: " + failed.getMessage(), failed);
        }
    }

    private void write() {
        try (writer) {
            for (int polls = 1; !stopped; polls++) {
                drain();
                if (polls % POLLS_PER_FLUSH == 0) {
                    writer.flush();
                }
                written = new RecordingProgress(writer.events(), writer.bytes(), 0);
                pause();
            }
            drain();
            writer.end(lost.sum());
            written = new RecordingProgress(writer.events(), writer.bytes(), 0);
        } catch (IOException | RuntimeException e) {
            failure = e;
            lost.add(queue.size());
        }
    }

    private void drain() throws IOException {
        for (NodeEvent event = queue.poll(); event != null; event = queue.poll()) {
            writer.add(event);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

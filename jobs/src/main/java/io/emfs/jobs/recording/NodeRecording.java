package io.emfs.jobs.recording;

import io.emfs.bpf.monitor.EpochClock;
import io.emfs.bpf.monitor.KernelCounter;
import io.emfs.bpf.monitor.ProcessTable;
import io.emfs.bpf.monitor.RequestMonitor;
import io.emfs.config.LoadedConfig;
import io.emfs.state.recording.RecordingHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The monitor with a file behind it and nothing else: no job, no executor, nothing is scheduled. Thread-safe but for
 * {@link #close}, after which {@link #progress} tells what became of it.
 */
public final class NodeRecording implements AutoCloseable {
    private final EventRecorder recorder;
    private final RequestMonitor monitor;
    private volatile boolean closed;

    private NodeRecording(EventRecorder recorder, RequestMonitor monitor) {
        this.recorder = recorder;
        this.monitor = monitor;
    }

    /** Returns when events are being recorded; throws, with no file left behind, if the monitor does not start. */
    public static NodeRecording start(LoadedConfig loaded, Path file, boolean overwrite) throws IOException {
        EpochClock clock = new EpochClock();
        EventRecorder recorder = EventRecorder.start(
                file, overwrite, new RecordingHeader(loaded.config().node(), clock.nowNs(), loaded.yaml()));
        try {
            return new NodeRecording(
                    recorder, RequestMonitor.start(loaded.config(), new ProcessTable(), clock, recorder));
        } catch (RuntimeException e) {
            recorder.close();
            Files.deleteIfExists(file);
            throw e;
        }
    }

    public RecordingProgress progress() {
        RecordingProgress written = recorder.progress();
        return closed
                ? written
                : new RecordingProgress(written.events(), written.bytes(), written.lost() + droppedBy(monitor));
    }

    /** Whether it still records: the monitor is at work, and no write failed. */
    public boolean alive() {
        return monitor.alive() && recorder.alive();
    }

    /** Ends the file; throws what made a write fail. */
    @Override
    public void close() throws IOException {
        long dropped = droppedBy(monitor);
        monitor.close();
        recorder.lose(dropped);
        closed = true;
        recorder.close();
    }

    /** Events that found the kernel's ring full. */
    public static long droppedBy(RequestMonitor monitor) {
        return monitor.counter(KernelCounter.DROPPED_ANSWERS)
                + monitor.counter(KernelCounter.DROPPED_COMPLETIONS)
                + monitor.counter(KernelCounter.DROPPED_PROCESSES);
    }
}

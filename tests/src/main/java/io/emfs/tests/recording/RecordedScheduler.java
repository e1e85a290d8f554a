package io.emfs.tests.recording;

import io.emfs.config.ConfigLoader;
import io.emfs.config.LoadedConfig;
import io.emfs.jobs.recording.NodeRecording;
import io.emfs.jobs.recording.RecordingProgress;
import io.emfs.tests.workload.SchedulerUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records a phase of the scenario, under a scheduler or under the kernel's own; a recording per start. Not thread-safe. */
public final class RecordedScheduler implements SchedulerUnderTest {
    private final Path file;
    private final LoadedConfig config;
    private final @Nullable SchedulerUnderTest scheduler;
    private @Nullable NodeRecording recording;
    private RecordingProgress recorded = new RecordingProgress(0, 0, 0);

    /** {@code scheduler} is started and stopped with the recording; null leaves the functions to the kernel. */
    public RecordedScheduler(Path file, String yaml, @Nullable SchedulerUnderTest scheduler) {
        this.file = file;
        this.config = ConfigLoader.parse(file.toString(), yaml, List.of());
        this.scheduler = scheduler;
    }

    @Override
    public String name() {
        return scheduler == null ? "default" : scheduler.name();
    }

    @Override
    public void start() throws IOException, InterruptedException {
        if (scheduler != null) {
            scheduler.start();
        }
        recording = NodeRecording.start(config, file, true);
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        try {
            NodeRecording current = recording;
            if (current != null) {
                recording = null;
                current.close();
                recorded = current.progress();
            }
        } finally {
            if (scheduler != null) {
                scheduler.stop();
            }
        }
    }

    @Override
    public Optional<String> queueOf(String function) {
        return scheduler == null ? Optional.empty() : scheduler.queueOf(function);
    }

    /** What the last recording came to. */
    public RecordingProgress recorded() {
        return recorded;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stop();
    }
}

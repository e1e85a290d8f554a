package io.emfs.tests.learning;

import io.emfs.config.QueueConfig;
import io.emfs.jobs.LessonReplay;
import io.emfs.operators.learning.Lesson;
import io.emfs.state.recording.RecordingReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What recordings of nodes with the same queues teach.
 *
 * @param queues of all of them
 */
public record RecordedLessons(List<QueueConfig> queues, List<Lesson> lessons) {
    public RecordedLessons {
        queues = List.copyOf(queues);
        lessons = List.copyOf(lessons);
    }

    /** Throws {@link IOException} or {@link IllegalArgumentException} that names the first file which will not do. */
    public static RecordedLessons of(List<Path> files, Consumer<String> progress)
            throws IOException, InterruptedException {
        List<QueueConfig> queues = List.of();
        List<Lesson> lessons = new ArrayList<>();
        for (Path file : files) {
            try (RecordingReader recording = RecordingReader.open(file)) {
                LessonReplay replay = new LessonReplay(file.toString(), recording);
                queues = queues.isEmpty() ? replay.config().queues() : queues;
                requireSame(file, replay.config().queues(), files.get(0), queues);
                List<Lesson> taught = replay.run();
                lessons.addAll(taught);
                progress.accept(file + ": " + taught.size() + " windows of "
                        + taught.stream().map(Lesson::key).distinct().count() + " functions");
            } catch (NoSuchFileException e) {
                throw new IOException(file + " is not there", e);
            }
        }
        return new RecordedLessons(queues, lessons);
    }

    private static void requireSame(Path file, List<QueueConfig> queues, Path first, List<QueueConfig> expected) {
        if (!quanta(queues).equals(quanta(expected))) {
            throw new IllegalArgumentException(file + " was recorded with quanta=" + quanta(queues) + ", " + first
                    + " with quanta=" + quanta(expected) + ": a model is for one kind of queues");
        }
    }

    private static List<Duration> quanta(List<QueueConfig> queues) {
        return queues.stream().map(QueueConfig::quantum).toList();
    }
}

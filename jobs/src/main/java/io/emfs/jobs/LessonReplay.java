package io.emfs.jobs;

import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import io.emfs.jobs.replay.Pace;
import io.emfs.jobs.replay.ReplayChannel;
import io.emfs.jobs.replay.ReplayChannels;
import io.emfs.operators.learning.Lesson;
import io.emfs.operators.training.ModelSupply;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionPlaced;
import io.emfs.state.FunctionProfile;
import io.emfs.state.FunctionReport;
import io.emfs.state.NodeEvent;
import io.emfs.state.NodeLoad;
import io.emfs.state.Observation;
import io.emfs.state.recording.RecordingReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What a recording of a scheduled node teaches: the job on the recording, with its windows and its learner, following the
 * moves that were made then. For one recording, on one thread; needs no privilege.
 */
public final class LessonReplay {
    private final String name;
    private final RecordingReader recording;
    private final EmfsConfig config;
    private final Map<FunctionKey, FunctionProfile> known = new HashMap<>();
    private final List<Lesson> lessons = new ArrayList<>();
    private final AtomicLong placements = new AtomicLong();
    private volatile @Nullable RuntimeException failure;

    /** {@code name} stands in messages. Throws {@link io.emfs.config.ConfigException} for a configuration out of date. */
    public LessonReplay(String name, RecordingReader recording) {
        this.name = name;
        this.recording = recording;
        this.config = ConfigLoader.parse(
                        name + " (configuration)", recording.header().config(), List.of("learning.enabled=false"))
                .config();
    }

    /** That the recording was made with. */
    public EmfsConfig config() {
        return config;
    }

    /**
     * In the order of the windows' ends.
     *
     * @throws IllegalArgumentException if the recording tells of no queue
     * @throws IllegalStateException with the reason if it is damaged
     */
    public List<Lesson> run() throws IOException, InterruptedException {
        String replay = ReplayChannels.open(new ReplayChannel(
                counting(recording), new Pace(Pace.FASTEST), config.windows(), change -> {}, this::note));
        try (TemporaryDirectory directory = new TemporaryDirectory("emfs-lessons")) {
            Configuration settings = FlinkSettings.forReplay(config, directory.path());
            EmbeddedCluster.runToEnd(
                    settings, SchedulingJob.replayGraph(config, ModelSupply.FOLLOWING, settings, replay));
        } catch (IllegalStateException e) {
            RuntimeException damage = failure; // what the job fails by may be another reason, that of its coordinator
            throw damage == null ? e : new IllegalStateException(damage.getMessage(), e);
        } finally {
            ReplayChannels.close(replay);
        }
        if (placements.get() == 0) {
            throw new IllegalArgumentException(
                    name + " does not tell which queue a function was in; emfs run --record makes one that does");
        }
        return lessons;
    }

    private Iterator<NodeEvent> counting(Iterator<NodeEvent> events) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                try {
                    return events.hasNext();
                } catch (RuntimeException e) {
                    failure = e;
                    throw e;
                }
            }

            @Override
            public NodeEvent next() {
                NodeEvent event = events.next();
                if (event instanceof FunctionPlaced) {
                    placements.incrementAndGet();
                }
                return event;
            }
        };
    }

    /** On the job's task thread, which has ended when {@link #run} returns. */
    private void note(FunctionReport report) {
        FunctionKey key = report.summary().key();
        FunctionProfile before = known.getOrDefault(key, FunctionProfile.EMPTY);
        FunctionProfile after = report.profile();
        if (!after.equals(before)) {
            lessons.add(new Lesson(key, before, seen(report), after));
            known.put(key, after);
        }
    }

    private static Observation seen(FunctionReport report) {
        double[] loads = new double[report.profile().queues()];
        for (int i = 0; i < loads.length; i++) {
            loads[i] = report.profile().load(i + 1);
        }
        return Observation.of(report.summary(), report.queue(), 1, new NodeLoad(loads));
    }
}

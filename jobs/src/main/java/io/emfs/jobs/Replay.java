package io.emfs.jobs;

import io.emfs.config.EmfsConfig;
import io.emfs.jobs.replay.Pace;
import io.emfs.jobs.replay.ReplayChannel;
import io.emfs.jobs.replay.ReplayChannels;
import io.emfs.jobs.replay.ReplayResult;
import io.emfs.jobs.replay.ReplayTally;
import io.emfs.jobs.replay.ReplayedChange;
import io.emfs.operators.training.ModelSupply;
import io.emfs.operators.training.TrainerPlace;
import io.emfs.state.recording.RecordingReader;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;

/**
 * Drives the scheduling job with a recording instead of a kernel, in this JVM, and carries none of its decisions out. It
 * needs no privilege. The job is the agent's; what it decides follows from recording and configuration alone.
 */
public final class Replay {
    private final EmfsConfig config;
    private final double speed;
    private final Consumer<ReplayedChange> listener;

    /**
     * A replay by this configuration.
     *
     * @param speed 1 is the recording's, {@link Pace#FASTEST} as fast as it goes
     * @param listener told of each change as it happens, on another thread
     */
    public Replay(EmfsConfig config, double speed, Consumer<ReplayedChange> listener) {
        this.config = config;
        this.speed = speed;
        this.listener = listener;
    }

    /** Returns at the recording's end; throws {@link IllegalStateException} with the reason if the job fails. */
    public ReplayResult run(RecordingReader recording) throws IOException, InterruptedException {
        ModelSupply models = new ModelSupply(ConfiguredModel.of(config), TrainerPlace.NOWHERE);
        ReplayTally tally = new ReplayTally(config, listener);
        String replay = ReplayChannels.open(new ReplayChannel(
                tally.counting(recording), new Pace(speed), config.windows(), tally::count, tally::count));
        try (TemporaryDirectory directory = new TemporaryDirectory("emfs-replay")) {
            Configuration settings = FlinkSettings.forReplay(config, directory.path());
            EmbeddedCluster.runToEnd(settings, SchedulingJob.replayGraph(config, models, settings, replay));
        } catch (IllegalStateException e) {
            throw tally.failure()
                    .map(reason -> new IllegalStateException(reason.getMessage(), e))
                    .orElse(e);
        } finally {
            ReplayChannels.close(replay);
        }
        return tally.result(recording);
    }
}

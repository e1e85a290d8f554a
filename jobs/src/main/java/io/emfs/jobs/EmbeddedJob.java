package io.emfs.jobs;

import io.emfs.config.EmfsConfig;
import io.emfs.operators.learning.BaseModel;
import io.emfs.pipeline.channel.LocalChannel;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A job on a Flink cluster within the agent's JVM, whose upgrades the agent follows. */
final class EmbeddedJob implements JobSeat {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedJob.class);
    private static final int UPGRADE_CARE_MS = 250;
    private static final long NS_PER_MS = 1_000_000;

    private final JobConfiguration started;
    private final BaseModel base;
    private @Nullable EmbeddedCluster cluster;
    private @Nullable LocalChannel channel;

    /** Throws what {@link ConfiguredModel} does. */
    EmbeddedJob(JobConfiguration started) {
        this.started = started;
        this.base = ConfiguredModel.of(started.loaded().config());
    }

    @Override
    public AutoCloseable open(LocalChannel opened, NodeFace face, Placements placements) {
        EmfsConfig config = started.loaded().config();
        EmbeddedCluster running =
                EmbeddedCluster.start(config, settings -> SchedulingJob.graph(started, base, settings));
        cluster = running;
        channel = opened;
        face.show(running);
        return running;
    }

    @Override
    public AutoCloseable begin(Node node) {
        EmbeddedCluster running = Objects.requireNonNull(cluster, "not opened");
        LocalChannel taken = Objects.requireNonNull(channel, "not opened");
        UpgradeWatch watch = new UpgradeWatch(taken::joined, running::takeSuccessor, successor -> {
            log.info("the job was upgraded; for {} ms nobody decided", taken.absenceNs() / NS_PER_MS);
            node.follow(successor);
        });
        Scheduler thread = Schedulers.newSingle("emfs-upgrades");
        thread.schedulePeriodically(watch, UPGRADE_CARE_MS, UPGRADE_CARE_MS, TimeUnit.MILLISECONDS);
        return thread::dispose;
    }

    @Override
    public boolean isHere() {
        return true;
    }
}

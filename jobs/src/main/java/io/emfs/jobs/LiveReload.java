package io.emfs.jobs;

import io.emfs.bpf.monitor.EpochClock;
import io.emfs.bpf.monitor.RequestMonitor;
import io.emfs.config.ConfigChange;
import io.emfs.config.ConfigChange.Way;
import io.emfs.config.ConfigChanges;
import io.emfs.config.EmfsConfig;
import io.emfs.config.LoadedConfig;
import io.emfs.pipeline.channel.LocalChannel;
import io.emfs.state.ConfigurationChanged;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings another configuration into a running agent: all of it, or, if any of it cannot change live, nothing. The job
 * follows at one point in its stream; after that point the monitor announces all processes anew, so that each function is
 * placed by what holds then. Not thread-safe.
 */
final class LiveReload {
    private static final Logger log = LoggerFactory.getLogger(LiveReload.class);

    /** The change is dated back by what an event may need from the kernel to here: no node's time must outrun these. */
    private static final Duration ON_THE_WAY = Duration.ofMillis(20);

    private final LocalChannel channel;
    private final RequestMonitor monitor;
    private final NodeFace face;
    private final RoadTest roadTest;
    private final EpochClock clock;
    private final IntConsumer released;
    private final boolean jobIsHere;
    private EmfsConfig current;
    private long asOfNs;

    /** @param released told of each living process that is no function's any more */
    LiveReload(
            JobConfiguration started,
            LocalChannel channel,
            RequestMonitor monitor,
            NodeFace face,
            RoadTest roadTest,
            EpochClock clock,
            IntConsumer released) {
        this.current = started.loaded().config();
        this.asOfNs = started.asOfNs();
        this.jobIsHere = started.place() == JobPlace.AGENT;
        this.channel = channel;
        this.monitor = monitor;
        this.face = face;
        this.roadTest = roadTest;
        this.clock = clock;
        this.released = released;
    }

    /** Says in the log what has changed, or why nothing has; false if nothing could. */
    boolean to(LoadedConfig next) {
        List<ConfigChange> changes = ConfigChanges.between(current, next.config());
        if (changes.stream().anyMatch(change -> change.way() != Way.LIVE)) {
            refuse(changes, Way.UPGRADE, "cannot change while the job runs: ./emfs upgrade restarts the job with it");
            refuse(
                    changes,
                    Way.RESTART,
                    "cannot change while the agent runs, and not by ./emfs upgrade: restart the agent");
            return false;
        }
        if (!jobIsHere && changes.stream().anyMatch(LiveReload::isTheJobs)) {
            log.error(
                    "the former configuration holds: {}: the job decides by that; ./emfs upgrade --cluster changes it there,"
                            + " then restart the agent",
                    changes.stream()
                            .filter(LiveReload::isTheJobs)
                            .map(ConfigChange::toString)
                            .collect(Collectors.joining("; ")));
            return false;
        }
        if (changes.isEmpty()) {
            log.info("the configuration was read again: nothing has changed");
            return true;
        }
        if (!jobIsHere) {
            follow(next.config(), changes);
            return true;
        }
        asOfNs = clock.nowNs() - ON_THE_WAY.toNanos();
        channel.offer(new ConfigurationChanged(current.node(), asOfNs, next));
        follow(next.config(), changes);
        return true;
    }

    /**
     * The job was started anew with this configuration: monitor and face follow, unless a newer one came along the stream, as
     * in the job.
     */
    void follow(JobConfiguration upgraded) {
        if (upgraded.asOfNs() <= asOfNs) {
            return;
        }
        asOfNs = upgraded.asOfNs();
        EmfsConfig next = upgraded.loaded().config();
        follow(next, ConfigChanges.between(current, next));
    }

    /** Tells the job of all processes, as if they had just started. */
    void announce() {
        monitor.follow(roadTest.amend(current), released);
    }

    /** An agent needs to know which processes are whose, and no more. */
    private static boolean isTheJobs(ConfigChange change) {
        return !change.key().startsWith("functions.") && !change.key().startsWith("discovery.");
    }

    private void follow(EmfsConfig next, List<ConfigChange> changes) {
        if (changes.stream().anyMatch(change -> change.way() == Way.LIVE)) {
            monitor.follow(roadTest.amend(next), released);
            face.follow(next);
        }
        current = next;
        changes.forEach(change -> log.info("changed: {}", change));
    }

    private static void refuse(List<ConfigChange> changes, Way way, String reason) {
        String refused = changes.stream()
                .filter(change -> change.way() == way)
                .map(ConfigChange::toString)
                .collect(Collectors.joining("; "));
        if (!refused.isEmpty()) {
            log.error("the former configuration holds: {}: {}", refused, reason);
        }
    }
}

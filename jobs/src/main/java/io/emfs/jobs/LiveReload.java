package io.emfs.jobs;

import io.emfs.bpf.monitor.EpochClock;
import io.emfs.bpf.monitor.RequestMonitor;
import io.emfs.config.ConfigChange;
import io.emfs.config.ConfigChanges;
import io.emfs.config.EmfsConfig;
import io.emfs.config.LoadedConfig;
import io.emfs.pipeline.channel.LocalChannel;
import io.emfs.state.ConfigurationChanged;
import java.time.Duration;
import java.util.List;
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

    /** The change is dated back by what an event may need from the kernel to here: a watermark must not outrun these. */
    private static final Duration ON_THE_WAY = Duration.ofMillis(20);

    private final LocalChannel channel;
    private final RequestMonitor monitor;
    private final NodeFace face;
    private final RoadTest roadTest;
    private final EpochClock clock;
    private EmfsConfig current;

    LiveReload(
            EmfsConfig current,
            LocalChannel channel,
            RequestMonitor monitor,
            NodeFace face,
            RoadTest roadTest,
            EpochClock clock) {
        this.current = current;
        this.channel = channel;
        this.monitor = monitor;
        this.face = face;
        this.roadTest = roadTest;
        this.clock = clock;
    }

    /** Says in the log what has changed, or why nothing has; false if nothing could. */
    boolean to(LoadedConfig next) {
        List<ConfigChange> changes = ConfigChanges.between(current, next.config());
        List<ConfigChange> fixed =
                changes.stream().filter(change -> !change.live()).toList();
        if (!fixed.isEmpty()) {
            log.error(
                    "the former configuration holds: {} cannot change while the agent runs; ./emfs upgrade says what can"
                            + " change by a savepoint, all else by a restart",
                    fixed.stream().map(ConfigChange::toString).collect(Collectors.joining("; ")));
            return false;
        }
        if (changes.isEmpty()) {
            log.info("the configuration was read again: nothing has changed");
            return true;
        }
        channel.offer(new ConfigurationChanged(current.node(), clock.nowNs() - ON_THE_WAY.toNanos(), next));
        monitor.follow(roadTest.amend(next.config()));
        face.follow(next.config());
        current = next.config();
        changes.forEach(change -> log.info("changed: {}", change));
        return true;
    }
}

package io.emfs.tests.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to happen.
 *
 * @param duration until the agent is killed for the last time
 * @param threadsPerSecond that come and go
 * @param seed of what is done to the functions when
 * @param core the functions'; anything else runs on core 0
 * @param strangers schedules of real-time threads that somebody has in a function's process, e.g. {@code fifo:50}
 */
public record ChaosPlan(
        Duration duration,
        int threadsPerSecond,
        long seed,
        int core,
        List<String> strangers,
        int agentPort,
        List<String> overrides) {
    private static final Duration KILL_EVERY = Duration.ofSeconds(20);

    public ChaosPlan {
        strangers = List.copyOf(strangers);
        overrides = List.copyOf(overrides);
        if (duration.compareTo(Duration.ofSeconds(4)) < 0) {
            throw new IllegalArgumentException("duration=" + duration.toSeconds() + " s, must be at least 4 s");
        }
    }

    /** When the agent is killed, from the start on: every 20 s, or half way if that is earlier, and at the end. */
    List<Duration> kills() {
        Duration half = duration.dividedBy(2);
        Duration every = half.compareTo(KILL_EVERY) < 0 ? half : KILL_EVERY;
        List<Duration> kills = new ArrayList<>();
        for (Duration kill = every; kill.compareTo(duration) < 0; kill = kill.plus(every)) {
            kills.add(kill);
        }
        kills.add(duration);
        return kills;
    }

    /** Whether a kill is followed by a pause, long enough for somebody to notice; else by the next start at once. */
    static boolean pausesAfter(int kill) {
        return kill % 2 == 0;
    }
}

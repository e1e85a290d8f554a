package io.emfs.pipeline.executor;

import io.emfs.config.PolicyConfig;
import io.emfs.config.PolicyConfig.Mode;
import io.emfs.config.PolicyConfig.RtThrottling;
import io.emfs.config.QueueConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tunes the kernel for as long as eMFS runs: the round-robin slice becomes the smallest quantum, and RT throttling ends
 * where the fair server (Linux 6.12) guards other tasks in its place. Originals go to the journal first. What cannot be
 * set is a warning that names path, value and remedy; eMFS works without, only less well.
 */
public final class KernelSettings {
    private static final Logger LOG = LoggerFactory.getLogger(KernelSettings.class);

    private static final String RR_SLICE_MS = "proc/sys/kernel/sched_rr_timeslice_ms";
    private static final String RT_RUNTIME_US = "proc/sys/kernel/sched_rt_runtime_us";
    private static final String UNLIMITED = "-1";
    private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*", Pattern.DOTALL);

    private final Path root;
    private final ThreadJournal journal;

    /** Settings below {@code root}, which is {@code /} but in tests. */
    public KernelSettings(Path root, ThreadJournal journal) {
        this.root = root;
        this.journal = journal;
    }

    /**
     * Returns the warnings, which are logged too; empty if all is as wanted.
     *
     * @throws java.io.UncheckedIOException if the journal cannot be written
     */
    public List<String> tune(List<QueueConfig> queues, PolicyConfig policy) {
        List<String> warnings = new ArrayList<>();
        if (policy.mode() == Mode.FAIR) {
            return warnings; // neither setting touches fair tasks
        }
        Duration slice = queues.stream()
                .map(QueueConfig::quantum)
                .min(Duration::compareTo)
                .orElseThrow();
        set(RR_SLICE_MS, Long.toString(Math.max(1, slice.toMillis())), warnings);
        if (policy.rtThrottling() == RtThrottling.AUTO && hasFairServer()) {
            set(RT_RUNTIME_US, UNLIMITED, warnings);
        }
        warnings.forEach(LOG::warn);
        return warnings;
    }

    /** Whether SCHED_OTHER gets its share beside real-time hogs without throttling. */
    public boolean hasFairServer() {
        if (Files.isDirectory(root.resolve("sys/kernel/debug/sched/fair_server"))) {
            return true;
        }
        try {
            Matcher release = RELEASE.matcher(KernelSetting.read(root.resolve("proc/sys/kernel/osrelease")));
            return release.matches()
                    && Integer.parseInt(release.group(1)) * 1000 + Integer.parseInt(release.group(2)) >= 6012;
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    private void set(String name, String value, List<String> warnings) {
        Path path = root.resolve(name);
        String problem = trySet(path, value);
        if (problem != null) {
            warnings.add(path + " was not set to " + value + ": " + problem);
        }
    }

    private @Nullable String trySet(Path path, String value) {
        try {
            String original = KernelSetting.read(path);
            if (original.equals(value)) {
                return null;
            }
            journal.record(new SettingRecord(path.toString(), original));
            return KernelSetting.write(path, value);
        } catch (IOException e) {
            return KernelSetting.problem(e);
        }
    }
}

package io.emfs.tests.chaos;

import io.emfs.bpf.proc.KernelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kernel's settings that eMFS may change while it runs, by name. */
record KernelSettings(Map<String, String> values) {
    private static final List<String> NAMES =
            List.of("sched_rr_timeslice_ms", "sched_rt_runtime_us", "bpf_stats_enabled");

    static KernelSettings now() throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : NAMES) {
            values.put(name, KernelFile.read(Path.of("/proc/sys/kernel", name)));
        }
        return new KernelSettings(values);
    }

    /** What differs from {@code before}, in words. */
    List<String> changedSince(KernelSettings before) {
        return values.entrySet().stream()
                .filter(setting -> !setting.getValue().equals(before.values.get(setting.getKey())))
                .map(setting -> setting + ", was " + before.values.get(setting.getKey()))
                .toList();
    }
}

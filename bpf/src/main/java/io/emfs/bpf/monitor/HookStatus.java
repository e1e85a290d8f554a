package io.emfs.bpf.monitor;

import io.emfs.config.MonitorConfig.Attach;
import io.emfs.config.ValueNames;
import org.jspecify.annotations.Nullable;

/**
 * How attaching a hook went.
 *
 * @param way how it is attached; null if it is not
 * @param error why not; null if it is
 */
public record HookStatus(
        Hook hook, @Nullable Attach way, @Nullable String error) {
    static HookStatus attached(Hook hook, Attach way) {
        return new HookStatus(hook, way, null);
    }

    static HookStatus refused(Hook hook, String error) {
        return new HookStatus(hook, null, error);
    }

    public boolean attached() {
        return way != null;
    }

    /** The way as it is written in the configuration; {@code none} if it is not attached. */
    public String wayName() {
        return way == null ? "none" : ValueNames.of(way);
    }
}

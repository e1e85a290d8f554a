package io.emfs.tests.count;

import io.emfs.bpf.monitor.HookStatus;
import org.jspecify.annotations.Nullable;

/**
 * A hook and how it is attached.
 *
 * @param hook the event in the kernel
 * @param way as the configuration names it; {@code none} if it is not attached
 * @param error why not; null if it is
 */
public record HookWay(String hook, String way, @Nullable String error) {
    static HookWay of(HookStatus status) {
        return new HookWay(status.hook().tracepoint(), status.wayName(), status.error());
    }
}

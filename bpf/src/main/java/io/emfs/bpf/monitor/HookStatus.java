package io.emfs.bpf.monitor;

import org.jspecify.annotations.Nullable;

/** How attaching a hook went; {@code error} is null when it is attached. */
public record HookStatus(Hook hook, @Nullable String error) {
    public boolean attached() {
        return error == null;
    }
}

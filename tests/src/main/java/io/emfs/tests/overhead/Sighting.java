package io.emfs.tests.overhead;

import java.util.List;

/**
 * What a watcher has seen, and what it cost in the kernel.
 *
 * @param hooks empty unless the kernel timed its programs' runs
 */
record Sighting(long requests, List<HookCost> hooks) {
    static final Sighting NOTHING = new Sighting(0, List.of());

    Sighting {
        hooks = List.copyOf(hooks);
    }

    long runs() {
        return hooks.stream().mapToLong(HookCost::runs).sum();
    }

    long runTimeNs() {
        return hooks.stream().mapToLong(HookCost::runTimeNs).sum();
    }
}

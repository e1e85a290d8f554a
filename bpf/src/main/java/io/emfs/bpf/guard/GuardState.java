package io.emfs.bpf.guard;

/** {@code enum guard_state} of guard/lease.h, in its order. */
enum GuardState {
    STARTING,
    /** The lease is kept. */
    ARMED,
    /** It has lapsed, and everything is being put back. */
    RESTORING,
    /** Everything is back, and is kept so until the lease is renewed. */
    LAPSED;

    static GuardState of(int number) {
        return values()[number];
    }
}

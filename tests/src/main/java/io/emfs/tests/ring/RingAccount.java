package io.emfs.tests.ring;

/**
 * Where records went.
 *
 * @param offered that the producer wanted to submit
 * @param read by user space
 * @param dropped that found the ring full, as the kernel side counted them
 */
public record RingAccount(long offered, long submitted, long read, long dropped) {
    /** Whether every record was either read or counted as dropped, once. */
    public boolean exact() {
        return submitted == read && offered == submitted + dropped;
    }
}

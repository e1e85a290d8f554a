package io.emfs.bpf;

/** errno(3) values that eMFS meets, by their Linux numbers (x86-64 and arm64 agree on these). */
public enum Errno {
    EPERM(1, "operation not permitted"),
    ENOENT(2, "no such file or program"),
    ESRCH(3, "no such process"),
    EINTR(4, "interrupted"),
    EIO(5, "input/output error"),
    E2BIG(7, "too big"),
    EBADF(9, "bad file descriptor"),
    EAGAIN(11, "try again"),
    ENOMEM(12, "out of memory"),
    EACCES(13, "permission denied"),
    EBUSY(16, "busy"),
    EEXIST(17, "exists already"),
    EINVAL(22, "invalid argument"),
    ENOSPC(28, "no space left"),
    EOPNOTSUPP(95, "not supported"),
    UNKNOWN(-1, "unknown error");

    private final int number;
    private final String description;

    Errno(int number, String description) {
        this.number = number;
        this.description = description;
    }

    public int number() {
        return number;
    }

    public String description() {
        return description;
    }

    /** The constant of a positive errno; {@link #UNKNOWN} for numbers not listed here. */
    public static Errno of(int number) {
        for (Errno errno : values()) {
            if (errno.number == number) {
                return errno;
            }
        }
        return UNKNOWN;
    }
}

package io.emfs.bpf;

/** A system or libbpf call that failed; the message names the call, its subject and errno. */
public class NativeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Errno errno;

    public NativeException(String call, String subject, Errno errno) {
        super(call + "(" + subject + "): " + errno + " (" + errno.description() + ")");
        this.errno = errno;
    }

    public Errno errno() {
        return errno;
    }
}

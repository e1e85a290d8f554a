package io.emfs.bpf;

/** Numbers for {@link Libc#syscall}: the C library has no wrapper, or one of varying arguments. */
public final class SystemCall {
    private SystemCall() {}

    /**
     * The number on this machine.
     *
     * @param generic in {@code asm-generic/unistd.h}, which arm64 follows
     * @throws IllegalStateException on another architecture
     */
    public static long numberOf(String name, long x86, long generic) {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> x86;
            case "aarch64" -> generic;
            default ->
                throw new IllegalStateException(
                        "no system call number of " + name + " for os.arch=" + System.getProperty("os.arch"));
        };
    }
}

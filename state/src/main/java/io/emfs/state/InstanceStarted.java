package io.emfs.state;

/**
 * A process of the function appeared: it began to listen, its environment named the function, or it was found running.
 *
 * @param cpus a bit for each of the first 64 CPUs that it may run on; {@link #UNKNOWN_CPUS} if that could not be told
 */
public record InstanceStarted(FunctionKey key, int pid, long timestampNs, long cpus) implements NodeEvent {
    public static final long UNKNOWN_CPUS = 0;

    public InstanceStarted(FunctionKey key, int pid, long timestampNs) {
        this(key, pid, timestampNs, UNKNOWN_CPUS);
    }
}

package io.emfs.tests.faas;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What schedules the functions of one phase. Ends with {@link #close}, after the servers. */
interface PhaseScheduler extends AutoCloseable {
    /** The pipe to which servers announce requests, if it wants to be told. */
    default Optional<Path> announcements() {
        return Optional.empty();
    }

    /** The servers run and no request has come yet; returns once it schedules. */
    default void begin(FunctionServers servers) throws IOException, InterruptedException {}

    /** Where it has put functions; nowhere if it knows no queues. */
    default QueueHistory queues() throws IOException {
        return QueueHistory.NONE;
    }

    /** CPU time it has taken so far, outside the kernel's own scheduler, in s. */
    default double cpuS() throws IOException {
        return 0;
    }

    @Override
    default void close() throws IOException, InterruptedException {}
}

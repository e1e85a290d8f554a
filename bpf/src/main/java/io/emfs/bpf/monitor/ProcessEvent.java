package io.emfs.bpf.monitor;

import static io.emfs.bpf.ring.ProcessEventDescriptor.ENVIRONMENT_OFFSET;

import io.emfs.bpf.proc.ProcFs;
import io.emfs.bpf.ring.ProcessEventDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One step in the life of a process, copied out of the ring.
 *
 * @param cause {@code CAUSE_*} of {@link ProcessEventDescriptor}
 * @param functionId 0 where the kernel side could not tell
 * @param parentPid at a fork only
 * @param networkNamespace inode; at listen only
 * @param port at listen only
 * @param environment at exec only, and only if it was whole; else null
 */
record ProcessEvent(
        int cause,
        int functionId,
        int pid,
        int parentPid,
        int networkNamespace,
        int port,
        long timestampNs,
        @Nullable Map<String, String> environment) {

    /** What is no fork. */
    ProcessEvent(
            int cause,
            int functionId,
            int pid,
            int networkNamespace,
            int port,
            long timestampNs,
            @Nullable Map<String, String> environment) {
        this(cause, functionId, pid, 0, networkNamespace, port, timestampNs, environment);
    }

    static ProcessEvent of(DirectBuffer buffer, int offset, int length, EpochClock clock) {
        return new ProcessEvent(
                ProcessEventDescriptor.cause(buffer, offset),
                ProcessEventDescriptor.functionId(buffer, offset),
                ProcessEventDescriptor.pid(buffer, offset),
                ProcessEventDescriptor.parentPid(buffer, offset),
                ProcessEventDescriptor.netns(buffer, offset),
                ProcessEventDescriptor.port(buffer, offset),
                clock.epochNs(ProcessEventDescriptor.timeNs(buffer, offset)),
                environment(buffer, offset, length));
    }

    private static @Nullable Map<String, String> environment(DirectBuffer buffer, int offset, int length) {
        int whole = ProcessEventDescriptor.environmentBytes(buffer, offset);
        int here = length - ENVIRONMENT_OFFSET;
        if (whole == 0 || here < whole) {
            return null;
        }
        byte[] bytes = new byte[whole];
        buffer.getBytes(offset + ENVIRONMENT_OFFSET, bytes);
        return ProcFs.variables(new String(bytes, StandardCharsets.UTF_8));
    }
}

package io.emfs.bpf.ring;

import java.util.OptionalLong;
import org.agrona.DirectBuffer;

/** When the kernel side emitted a record, of any kind, in CLOCK_MONOTONIC ns. */
public final class EmissionTime {
    private EmissionTime() {}

    /** None for a kind whose records do not tell. */
    public static OptionalLong ofRecord(DirectBuffer buffer, int offset) {
        return switch (EventKind.of(buffer, offset)) {
            case EventKind.ANSWER ->
                OptionalLong.of(AnswerEventDescriptor.arrivalNs(buffer, offset)
                        + AnswerEventDescriptor.queueNs(buffer, offset)
                        + AnswerEventDescriptor.serviceNs(buffer, offset));
            case EventKind.COMPLETION -> OptionalLong.of(CompletionEventDescriptor.timeNs(buffer, offset));
            case EventKind.PROCESS -> OptionalLong.of(ProcessEventDescriptor.timeNs(buffer, offset));
            case EventKind.THREAD -> OptionalLong.of(ThreadEventDescriptor.timeNs(buffer, offset));
            case EventKind.DEADLINE -> OptionalLong.of(DeadlineEventDescriptor.timeNs(buffer, offset));
            default -> OptionalLong.empty();
        };
    }
}

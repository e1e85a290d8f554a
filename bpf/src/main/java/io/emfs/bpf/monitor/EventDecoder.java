package io.emfs.bpf.monitor;

import io.emfs.bpf.ring.AnswerEventDescriptor;
import io.emfs.bpf.ring.CompletionEventDescriptor;
import io.emfs.bpf.ring.DeadlineEventDescriptor;
import io.emfs.bpf.ring.EventKind;
import io.emfs.bpf.ring.RecordHandler;
import io.emfs.bpf.ring.ThreadEventDescriptor;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestCompleted;
import io.emfs.state.ThreadCause;
import io.emfs.state.ThreadEvent;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.agrona.DirectBuffer;

/** Turns the ring's records into events of the shared vocabulary, on the reading thread. */
final class EventDecoder implements RecordHandler {
    private final FunctionIds ids;
    private final EpochClock clock;
    private final Consumer<ProcessEvent> processes;
    private final Deadlines deadlines;
    private final Runnable switchesMatter;
    private final IntUnaryOperator inFlight;
    private final NodeEventListener listener;

    /**
     * @param switchesMatter some thread is near its quantum's end, or off its queue
     * @param inFlight how many requests of the function of this id wait for an answer
     */
    EventDecoder(
            FunctionIds ids,
            EpochClock clock,
            Consumer<ProcessEvent> processes,
            Deadlines deadlines,
            Runnable switchesMatter,
            IntUnaryOperator inFlight,
            NodeEventListener listener) {
        this.ids = ids;
        this.clock = clock;
        this.processes = processes;
        this.deadlines = deadlines;
        this.switchesMatter = switchesMatter;
        this.inFlight = inFlight;
        this.listener = listener;
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length) {
        switch (EventKind.of(buffer, offset)) {
            case EventKind.ANSWER -> onAnswer(buffer, offset);
            case EventKind.COMPLETION -> onCompletion(buffer, offset);
            case EventKind.PROCESS -> processes.accept(ProcessEvent.of(buffer, offset, length, clock));
            case EventKind.THREAD -> onThread(buffer, offset);
            case EventKind.DEADLINE -> onDeadline(buffer, offset);
            default ->
                throw new IllegalStateException(
                        "unknown event kind " + EventKind.of(buffer, offset) + ", length=" + length);
        }
    }

    private void onAnswer(DirectBuffer buffer, int offset) {
        int function = AnswerEventDescriptor.functionId(buffer, offset);
        listener.onEvent(new RequestAnswered(
                ids.key(function),
                clock.epochNs(AnswerEventDescriptor.arrivalNs(buffer, offset)),
                AnswerEventDescriptor.queueNs(buffer, offset),
                AnswerEventDescriptor.serviceNs(buffer, offset),
                AnswerEventDescriptor.tid(buffer, offset),
                inFlight.applyAsInt(function) + 1,
                AnswerEventDescriptor.digested(buffer, offset)));
    }

    private void onCompletion(DirectBuffer buffer, int offset) {
        listener.onEvent(new RequestCompleted(
                ids.key(CompletionEventDescriptor.functionId(buffer, offset)),
                clock.epochNs(CompletionEventDescriptor.timeNs(buffer, offset)),
                CompletionEventDescriptor.durationNs(buffer, offset),
                CompletionEventDescriptor.onCpuNs(buffer, offset), // CPU_UNKNOWN is RequestCompleted.UNKNOWN
                CompletionEventDescriptor.waitNs(buffer, offset),
                CompletionEventDescriptor.bytesIn(buffer, offset),
                CompletionEventDescriptor.bytesOut(buffer, offset),
                CompletionEventDescriptor.tid(buffer, offset)));
    }

    private void onDeadline(DirectBuffer buffer, int offset) {
        deadlines.at(DeadlineEventDescriptor.cpu(buffer, offset), DeadlineEventDescriptor.deadlineNs(buffer, offset));
        switchesMatter.run();
    }

    private void onThread(DirectBuffer buffer, int offset) {
        switchesMatter.run();
        listener.onEvent(new ThreadEvent(
                ids.key(ThreadEventDescriptor.functionId(buffer, offset)),
                clock.epochNs(ThreadEventDescriptor.timeNs(buffer, offset)),
                ThreadCause.of(ThreadEventDescriptor.cause(buffer, offset)),
                ThreadEventDescriptor.pid(buffer, offset),
                ThreadEventDescriptor.tid(buffer, offset),
                ThreadEventDescriptor.startTicks(buffer, offset),
                ThreadEventDescriptor.drops(buffer, offset),
                ThreadEventDescriptor.onCpuNs(buffer, offset)));
    }
}

package io.emfs.bpf.monitor;

import io.emfs.bpf.ring.EventKind;
import io.emfs.bpf.ring.RecordHandler;
import io.emfs.bpf.ring.RequestEventDescriptor;
import io.emfs.state.RequestAnswered;
import org.agrona.DirectBuffer;

/** Turns the ring's records into events of the shared vocabulary, on the reading thread. */
final class EventDecoder implements RecordHandler {
    private final FunctionIds ids;
    private final EpochClock clock;
    private final FunctionTracker tracker;
    private final NodeEventListener listener;

    EventDecoder(FunctionIds ids, EpochClock clock, FunctionTracker tracker, NodeEventListener listener) {
        this.ids = ids;
        this.clock = clock;
        this.tracker = tracker;
        this.listener = listener;
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length) {
        switch (EventKind.of(buffer, offset)) {
            case EventKind.REQUEST -> onRequest(buffer, offset);
            case EventKind.PROCESS -> tracker.onProcess(ProcessEvent.of(buffer, offset, length, clock));
            default ->
                throw new IllegalStateException(
                        "unknown event kind " + EventKind.of(buffer, offset) + ", length=" + length);
        }
    }

    private void onRequest(DirectBuffer buffer, int offset) {
        listener.onEvent(new RequestAnswered(
                ids.key(RequestEventDescriptor.functionId(buffer, offset)),
                clock.epochNs(RequestEventDescriptor.arrivalNs(buffer, offset)),
                RequestEventDescriptor.queueNs(buffer, offset),
                RequestEventDescriptor.serviceNs(buffer, offset),
                RequestEventDescriptor.tid(buffer, offset),
                1,
                false));
    }
}

package io.emfs.tests.ring;

import io.emfs.bpf.ring.AnswerEventDescriptor;
import io.emfs.bpf.ring.EventKind;
import io.emfs.bpf.ring.RecordHandler;
import org.agrona.DirectBuffer;

/** Reads every field of each request event, and adds them up so that no read can be left out. Not thread-safe. */
public final class RequestFields implements RecordHandler {
    private long records;
    private long sum;

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length) {
        records++;
        sum += EventKind.of(buffer, offset)
                + AnswerEventDescriptor.functionId(buffer, offset)
                + AnswerEventDescriptor.arrivalNs(buffer, offset)
                + AnswerEventDescriptor.queueNs(buffer, offset)
                + AnswerEventDescriptor.serviceNs(buffer, offset)
                + AnswerEventDescriptor.tid(buffer, offset);
    }

    public long records() {
        return records;
    }

    public long sum() {
        return sum;
    }
}

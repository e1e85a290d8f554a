package io.emfs.bpf.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.bpf.ring.AnswerEventDescriptor;
import io.emfs.bpf.ring.DeadlineEventDescriptor;
import io.emfs.bpf.ring.EventKind;
import io.emfs.bpf.ring.ThreadEventDescriptor;
import io.emfs.state.FunctionKey;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestAnswered;
import io.emfs.state.ThreadCause;
import io.emfs.state.ThreadEvent;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventDecoderTest {
    private static final int AT = 8;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
    private final FunctionIds ids = new FunctionIds("n", 4);
    private final EpochClock clock = new EpochClock();
    private final List<NodeEvent> events = new ArrayList<>();
    private final List<ProcessEvent> processes = new ArrayList<>();
    private final List<Long> deadlines = new ArrayList<>();
    private int switchesMattered;
    private final EventDecoder decoder = new EventDecoder(
            ids, clock, processes::add, this::at, () -> switchesMattered++, id -> 10 * id, events::add);

    @BeforeEach
    void knowTwoFunctions() {
        ids.idOf("f");
        ids.idOf("g");
    }

    @Test
    void addsToAnAnswerWhatIsInFlight() {
        buffer.putInt(AT, EventKind.ANSWER);
        buffer.putInt(AT + AnswerEventDescriptor.FUNCTION_ID_OFFSET, 2);
        buffer.putLong(AT + AnswerEventDescriptor.ARRIVAL_NS_OFFSET, 1_000);
        buffer.putLong(AT + AnswerEventDescriptor.QUEUE_NS_OFFSET, 5);
        buffer.putLong(AT + AnswerEventDescriptor.SERVICE_NS_OFFSET, 6);
        buffer.putInt(AT + AnswerEventDescriptor.TID_OFFSET, 42);
        buffer.putInt(AT + AnswerEventDescriptor.FLAGS_OFFSET, AnswerEventDescriptor.DIGESTED);

        decoder.onRecord(buffer, AT, AnswerEventDescriptor.SIZE_BYTES);

        assertThat(events)
                .containsExactly(
                        new RequestAnswered(new FunctionKey("n", "g"), clock.epochNs(1_000), 5, 6, 42, 21, true));
    }

    @Test
    void decodesWhatHappensToAThread() {
        buffer.putInt(AT, EventKind.THREAD);
        buffer.putInt(AT + ThreadEventDescriptor.FUNCTION_ID_OFFSET, 2);
        buffer.putLong(AT + ThreadEventDescriptor.TIME_NS_OFFSET, 1_000);
        buffer.putLong(AT + ThreadEventDescriptor.START_TICKS_OFFSET, 1L << 40);
        buffer.putLong(AT + ThreadEventDescriptor.ON_CPU_NS_OFFSET, 20_000_123);
        buffer.putInt(AT + ThreadEventDescriptor.CAUSE_OFFSET, ThreadCause.QUANTUM_EXPIRED.code());
        buffer.putInt(AT + ThreadEventDescriptor.PID_OFFSET, 41);
        buffer.putInt(AT + ThreadEventDescriptor.TID_OFFSET, 42);
        buffer.putInt(AT + ThreadEventDescriptor.DROPS_OFFSET, 3);

        decoder.onRecord(buffer, AT, ThreadEventDescriptor.SIZE_BYTES);

        assertThat(events)
                .containsExactly(new ThreadEvent(
                        new FunctionKey("n", "g"),
                        clock.epochNs(1_000),
                        ThreadCause.QUANTUM_EXPIRED,
                        41,
                        42,
                        1L << 40,
                        3,
                        20_000_123));
        assertThat(deadlines).isEmpty();
        assertThat(switchesMattered).isEqualTo(1);
    }

    @Test
    void handsDeadlinesOnInTheKernelsTime() {
        buffer.putInt(AT, EventKind.DEADLINE);
        buffer.putInt(AT + DeadlineEventDescriptor.CPU_OFFSET, 7);
        buffer.putLong(AT + DeadlineEventDescriptor.TIME_NS_OFFSET, 1_000);
        buffer.putLong(AT + DeadlineEventDescriptor.DEADLINE_NS_OFFSET, 2_000);

        decoder.onRecord(buffer, AT, DeadlineEventDescriptor.SIZE_BYTES);

        assertThat(deadlines).containsExactly(7L, 2_000L);
        assertThat(events).isEmpty();
        assertThat(switchesMattered).isEqualTo(1);
    }

    @Test
    void refusesAKindThatItDoesNotKnow() {
        buffer.putInt(AT, 99);

        assertThatThrownBy(() -> decoder.onRecord(buffer, AT, 40))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("99")
                .hasMessageContaining("40");
    }

    private void at(int cpu, long deadlineNs) {
        deadlines.add((long) cpu);
        deadlines.add(deadlineNs);
    }
}

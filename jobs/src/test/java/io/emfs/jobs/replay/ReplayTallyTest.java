package io.emfs.jobs.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.config.ConfigLoader;
import io.emfs.state.FunctionKey;
import io.emfs.state.InstanceStarted;
import io.emfs.state.NodeEvent;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReplayTallyTest {
    private static final NodeEvent EVENT = new InstanceStarted(new FunctionKey("node", "f"), 1, 2);

    private final ReplayTally tally =
            new ReplayTally(ConfigLoader.parse("test", "", List.of()).config(), change -> {});

    @Test
    void keepsWhatEndsTheEventsBeforeTheirEnd() {
        IllegalStateException torn = new IllegalStateException("torn");
        Iterator<NodeEvent> events = tally.counting(Stream.concat(Stream.of(EVENT), Stream.generate(() -> {
                    throw torn;
                }))
                .iterator());

        assertThat(events.next()).isEqualTo(EVENT);
        assertThat(tally.failure()).isEmpty();
        assertThatThrownBy(events::hasNext).isSameAs(torn);
        assertThat(tally.failure()).containsSame(torn);
    }

    @Test
    void hasNoFailureAfterAllEvents() {
        Iterator<NodeEvent> events = tally.counting(List.of(EVENT).iterator());
        events.next();

        assertThat(events.hasNext()).isFalse();
        assertThat(tally.failure()).isEmpty();
    }
}

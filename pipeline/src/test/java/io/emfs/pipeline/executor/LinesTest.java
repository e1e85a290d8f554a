package io.emfs.pipeline.executor;

import static io.emfs.pipeline.Events.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.monitor.RequestTotals;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.config.PolicyConfig.Mode;
import io.emfs.config.QueueConfig;
import org.junit.jupiter.api.Test;

class LinesTest {
    private static final long LIMIT_NS = 2_000_000_000L;
    private static final long MS = 1_000_000;
    private static final ThreadPolicy P6 = ThreadPolicy.roundRobin(31);
    private static final ThreadPolicy P5 = ThreadPolicy.roundRobin(41);

    private final ManagedFunction f = function("f");
    private final ManagedFunction g = function("g");
    private final Lines lines = new Lines(LIMIT_NS);

    @Test
    void moveWhereAThreadRanAndRequestsWereAnswered() {
        answered(f, 1, 0);
        lines.ran(f, P6, 1, 10 * MS);
        assertThat(lines.moves(f, P6, 1, 11 * MS)).isTrue();
    }

    @Test
    void areOfOneFunctionPlaceAndCpu() {
        answered(f, 1, 0);
        answered(g, 1, 0);
        lines.ran(f, P6, 1, 10 * MS);
        assertThat(lines.moves(g, P6, 1, 11 * MS)).isFalse();
        assertThat(lines.moves(f, P5, 1, 11 * MS)).isFalse();
        assertThat(lines.moves(f, P6, 0, 11 * MS)).isFalse();
    }

    @Test
    void standStillWithoutAnswersForTheLimit() {
        answered(f, 1, 0);
        answered(f, 1, 1900 * MS);
        lines.ran(f, P6, 1, 1900 * MS);
        assertThat(lines.moves(f, P6, 1, 1999 * MS)).isTrue();
        assertThat(lines.moves(f, P6, 1, 2000 * MS)).isFalse();
    }

    @Test
    void standStillWhereNobodyRanForTheLimit() {
        answered(f, 1, 0);
        lines.ran(f, P6, 1, 10 * MS);
        answered(f, 2, 2000 * MS);
        assertThat(lines.moves(f, P6, 1, 2009 * MS)).isTrue();
        assertThat(lines.moves(f, P6, 1, 2010 * MS)).isFalse();
    }

    @Test
    void needAFirstAnswer() {
        answered(f, 0, 0);
        lines.ran(f, P6, 1, 10 * MS);
        assertThat(lines.moves(f, P6, 1, 11 * MS)).isFalse();
    }

    @Test
    void standForRequestsThatWaitAndGetNoAnswer() {
        assertThat(lines.stands(f, totals(5, 1), 0)).as("not known yet").isFalse();
        assertThat(lines.stands(f, totals(6, 1), 500 * MS)).isTrue();
        assertThat(lines.stands(f, totals(6, 2), 1000 * MS)).isFalse();
        assertThat(lines.stands(f, totals(6, 6), 1500 * MS)).isFalse();
        assertThat(lines.stands(f, totals(6, 6), 2000 * MS)).as("none waits").isFalse();
    }

    private void answered(ManagedFunction function, long count, long nowNs) {
        lines.stands(function, totals(count, count), nowNs);
    }

    private static RequestTotals totals(long arrivals, long answered) {
        return new RequestTotals(arrivals, answered, 0, 0, 0, 0);
    }

    private static ManagedFunction function(String name) {
        return new ManagedFunction(key(name), Modes.of(Mode.RT, QueueConfig.DEFAULTS, true));
    }
}

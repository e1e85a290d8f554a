package io.emfs.pipeline.executor;

import static io.emfs.pipeline.Events.key;
import static io.emfs.pipeline.executor.ExecutorFixture.place;
import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.monitor.RequestTotals;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.config.PolicyConfig.Mode;
import io.emfs.state.FunctionKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A function in p2 of three threads, of which 11 has used up two quanta and is in p4; looked at every 10 ms. */
class InversionGuardTest {
    private static final FunctionKey F = key("f");
    private static final int P2 = 71;
    private static final int P4 = 51;

    private final ExecutorFixture fixture = new ExecutorFixture(Mode.RT);
    private final FakeNode node = fixture.node;

    @BeforeEach
    void placeFunction() {
        node.process(10, 1, ThreadPolicy.other(0));
        node.thread(10, 11, ThreadPolicy.other(0));
        node.thread(10, 12, ThreadPolicy.other(0));
        node.instances.put(F, new int[] {10});
        fixture.command(place(F, 0, 2, 0));
        fixture.command(fixture.drop(F, 11, 2));
        node.task(11).runnable = true;
        inFlight(2);
        assertPriority(11, P4);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void liftsAThreadThatAllOthersWaitForByTheMillisecond() {
        fixture.advanceMs(10);
        assertPriority(11, P2);
        fixture.advanceMs(1);
        assertPriority(11, P4);
        fixture.advanceMs(9);
        assertPriority(11, P4);
        fixture.advanceMs(1);
        assertPriority(11, P2);
        assertThat(lifts()).isEqualTo(2);
    }

    @Test
    void leavesItWhileAnotherThreadWouldRun() {
        node.task(12).runnable = true;
        fixture.advanceMs(50);
        assertPriority(11, P4);

        node.task(12).runnable = false;
        fixture.advanceMs(10);
        assertPriority(11, P2);
    }

    @Test
    void looksTheRarerTheLongerItTakes() {
        node.task(12).runnable = true;
        List<Long> looksMs = new ArrayList<>();
        node.beforeSiblings = pid -> {
            looksMs.add(fixture.nowNs() / 1_000_000);
            fixture.workNs += 2_500_000;
        };
        fixture.advanceMs(165);
        assertThat(looksMs).containsExactly(10L, 62L, 115L, 167L);
    }

    @Test
    void leavesItWhileNoOtherRequestWaits() {
        inFlight(1);
        fixture.advanceMs(50);
        assertPriority(11, P4);
        assertThat(lifts()).isZero();
    }

    @Test
    void leavesAProcessOfOneThreadAlone() {
        node.process(20, 1, ThreadPolicy.other(0));
        node.instances.put(F, new int[] {10, 20});
        fixture.command(fixture.toBase(F, 11));
        fixture.command(fixture.drop(F, 20, 1));
        node.task(20).runnable = true;
        fixture.advanceMs(50);
        assertPriority(20, 61);
        assertThat(lifts()).isZero();
    }

    @Test
    void lowersAThreadThatItLiftedAtTheEndOfAnotherQuantum() {
        fixture.advanceMs(10);
        fixture.command(fixture.drop(F, 11, 3));
        assertPriority(11, P2);
        fixture.advanceMs(1);
        assertPriority(11, 41);
    }

    @Test
    void endsWithTheRequest() {
        fixture.advanceMs(10);
        fixture.command(fixture.toBase(F, 11));
        fixture.advanceMs(50);
        assertPriority(11, P2);
        assertThat(lifts()).isEqualTo(1);
    }

    @Test
    void forgetsAThreadThatEndedWhileItWasLifted() {
        fixture.advanceMs(10);
        node.tasks.remove(11);
        fixture.advanceMs(50);
        assertPriority(10, P2);
        assertPriority(12, P2);
        assertThat(lifts()).isEqualTo(1);
    }

    private void inFlight(long requests) {
        fixture.totals.put(F, new RequestTotals(requests, 0, 0, 0, 0, 0));
    }

    private double lifts() {
        return fixture.registry.find("emfs_inversion_lifts_total").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private void assertPriority(int tid, int priority) {
        assertThat(node.policy(tid).priority()).isEqualTo(priority);
    }
}

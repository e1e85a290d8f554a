package io.emfs.pipeline.executor;

import static io.emfs.pipeline.Events.key;
import static io.emfs.pipeline.executor.ExecutorFixture.place;
import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.monitor.RequestTotals;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.config.PolicyConfig.Mode;
import io.emfs.state.FunctionKey;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A function in p6 of two threads, looked at every 500 ms; the limit is 2 s, of which a thread has to be seen waiting for
 * 1.5; a quantum of p1 is 20 ms.
 */
class StarvationGuardTest {
    private static final FunctionKey F = key("f");
    private static final long QUANTUM_NS = 20_000_000;

    private final ExecutorFixture fixture = new ExecutorFixture(Mode.RT);
    private final FakeNode node = fixture.node;

    @BeforeEach
    void placeFunction() {
        node.process(10, 1, ThreadPolicy.other(0));
        node.thread(10, 11, ThreadPolicy.other(0));
        node.instances.put(F, new int[] {10});
        fixture.command(place(F, 0, 6, 0));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void boostsAThreadThatWaitsForAQuantumOfCpuTime() {
        node.task(11).runnable = true;
        scanFor(3);
        assertPriority(11, 31);
        scanFor(1);
        assertPriority(11, 81);
        assertPriority(10, 31);
        assertThat(boosts()).containsExactly(new Boosted(F, 10, 11, fixture.nowNs(), 1_500_000_000L));
        fixture.advanceMs(20);
        assertPriority(11, 81);
        node.task(11).ranNs += QUANTUM_NS;
        fixture.advanceMs(20);
        assertPriority(11, 31);
        assertThat(fixture.registry
                        .get("emfs_starvation_boosts_total")
                        .tag("function", "f")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void givesUpAfterFourQuantaAndTriesAgain() {
        node.task(11).runnable = true;
        scanFor(4);
        fixture.advanceMs(79);
        assertPriority(11, 81);
        fixture.advanceMs(1);
        assertPriority(11, 31);
        scanFor(2);
        assertPriority(11, 31);
        scanFor(1);
        assertPriority(11, 81);
        assertThat(boosts()).hasSize(2);
    }

    @Test
    void putsAThreadBackToWhereItIsToBeByThen() {
        node.task(11).runnable = true;
        fixture.command(place(F, 6, 1, 3));
        assertPriority(11, 78);
        scanFor(4);
        assertPriority(11, 81);
        fixture.command(fixture.drop(F, 11, 1));
        fixture.command(place(F, 1, 2, 2));
        assertPriority(11, 81);
        assertPriority(10, 69);
        node.task(11).runnable = false;
        fixture.advanceMs(20);
        assertPriority(11, 59);
    }

    @Test
    void doesNotBoostThreadsThatRunOrSleep() {
        node.task(10).runnable = true;
        for (int i = 0; i < 20; i++) {
            node.task(10).ranNs++;
            scanFor(1);
        }
        assertThat(boosts()).isEmpty();
    }

    @Test
    void bringsHomeWhatABoostedThreadHasForkedAsSoonAsTheBoostEnds() {
        node.task(11).runnable = true;
        scanFor(4);
        node.process(20, 10, ThreadPolicy.roundRobin(81)); // it accepted a connection and forked who serves it
        node.instances.put(F, new int[] {10, 20});
        node.task(11).runnable = false; // and waits for the next
        fixture.advanceMs(20);
        assertPriority(11, 31);
        assertPriority(20, 31);

        scanFor(1);
        node.task(11).runnable = true;
        scanFor(4);
        node.process(30, 10, ThreadPolicy.roundRobin(81));
        node.instances.put(F, new int[] {10, 20, 30});
        node.tasks.remove(11);
        fixture.advanceMs(20);
        assertPriority(30, 31);
    }

    @Test
    void forgetsThreadsThatEnd() {
        node.task(11).runnable = true;
        scanFor(4);
        node.tasks.remove(11);
        fixture.advanceMs(20);
        node.thread(10, 11, ThreadPolicy.roundRobin(81)); // an heir of the boosted one
        node.task(11).runnable = true;
        scanFor(1);
        assertPriority(11, 31);
        scanFor(2);
        assertThat(boosts()).hasSize(1);
    }

    @Test
    void looksAtAllThreadsOfAFunctionWhoseRequestsMakeNoProgress() {
        int[] pids = new int[8];
        for (int i = 0; i < pids.length; i++) {
            pids[i] = 1000 * (i + 1);
            node.process(pids[i], 1, ThreadPolicy.other(0));
            for (int tid = pids[i] + 1; tid < pids[i] + 100; tid++) {
                node.thread(pids[i], tid, ThreadPolicy.other(0));
            }
        }
        FunctionKey g = key("g");
        node.instances.put(g, pids);
        fixture.command(place(g, 0, 6, 0));
        fixture.totals.put(g, new RequestTotals(5, 4, 0, 0, 0, 0));
        node.task(8050).runnable = true;
        scanFor(5); // the first one learns that there is no progress
        assertThat(boosts()).extracting(Boosted::tid).containsExactly(8050);
    }

    @Test
    void leavesAThreadThatWaitsForItsTurnBehindItsOwnFunction() {
        node.task(10).runnable = true;
        node.task(11).runnable = true;
        for (int i = 1; i <= 8; i++) {
            node.task(10).ranNs++;
            fixture.totals.put(F, new RequestTotals(10 + i, i, 0, 0, 0, 0));
            scanFor(1);
        }
        assertThat(boosts()).isEmpty();

        for (int i = 0; i < 4; i++) { // the one before it goes on, and answers no more
            node.task(10).ranNs++;
            scanFor(1);
        }
        assertThat(boosts()).extracting(Boosted::tid).containsExactly(11);
    }

    @Test
    void boostsAThreadThatWaitsOnAnotherCpuThanItsFunctionRunsOn() {
        node.task(10).runnable = true;
        node.task(11).runnable = true;
        node.task(11).cpu = 1;
        for (int i = 1; i <= 4; i++) {
            node.task(10).ranNs++;
            fixture.totals.put(F, new RequestTotals(10 + i, i, 0, 0, 0, 0));
            scanFor(1);
        }
        assertThat(boosts()).extracting(Boosted::tid).containsExactly(11);
    }

    private void scanFor(int scans) {
        for (int i = 0; i < scans; i++) {
            fixture.advanceMs(500);
            fixture.scan();
        }
    }

    private List<Boosted> boosts() {
        return fixture.effects.stream()
                .filter(Boosted.class::isInstance)
                .map(Boosted.class::cast)
                .toList();
    }

    private void assertPriority(int tid, int priority) {
        assertThat(node.policy(tid).priority()).isEqualTo(priority);
    }
}

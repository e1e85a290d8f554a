package io.emfs.pipeline.executor;

import static io.emfs.pipeline.Events.key;
import static io.emfs.pipeline.executor.ExecutorFixture.place;
import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.Errno;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.config.PolicyConfig.Mode;
import io.emfs.state.ChangeReason;
import io.emfs.state.FunctionKey;
import io.emfs.state.QueueChange;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of functions that the kernel refuses real time. */
class ModesTest {
    private static final FunctionKey F = key("f");
    private static final ThreadPolicy PLAIN = ThreadPolicy.other(0);
    private static final ThreadPolicy FAIR_P1 = new ThreadPolicy(ThreadPolicy.OTHER, 0, -20, false, 1_000_000);
    private static final ThreadPolicy FAIR_P2 = new ThreadPolicy(ThreadPolicy.OTHER, 0, -13, false, 2_000_000);

    private ExecutorFixture fixture = new ExecutorFixture(Mode.AUTO);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void fallsBackAsAWholeAndComesBackWhenAProcessStartsWhereItIsPermitted() {
        twoProcesses();
        fixture.node.task(20).realTimeRefusal = Errno.EPERM;
        fixture.command(place(F, 0, 1, 0));
        assertThat(policies()).containsOnly(FAIR_P1);
        assertThat(lastMode()).isEqualTo(Mode.FAIR);
        assertThat(fixture.executor.fallenBackFunctions()).containsExactly(F);
        assertThat(fixture.executor.refusedFunctions()).isEmpty();

        fixture.command(new QueueChange(F, 1, 2, ChangeReason.SLO_MET, 0, 0, 24_000_000));
        assertThat(policies()).containsOnly(FAIR_P2);

        fixture.node.applied.clear();
        start(30);
        fixture.command(instance(2, 30));
        assertThat(fixture.node.policy(30)).isEqualTo(FAIR_P2);
        assertThat(fixture.node.applied).as("nothing else was touched").containsExactly(30);

        fixture.node.task(20).realTimeRefusal = null;
        start(40);
        fixture.command(instance(2, 40));
        assertThat(policies()).containsOnly(ThreadPolicy.roundRobin(71));
        assertThat(lastMode()).isEqualTo(Mode.RT);
        assertThat(fixture.executor.fallenBackFunctions()).isEmpty();
    }

    @Test
    void restoresWhatFellBackSlicesIncluded() {
        twoProcesses();
        ThreadPolicy sliced = new ThreadPolicy(ThreadPolicy.OTHER, 0, 3, false, 5_000_000);
        fixture.node.set(11, sliced);
        fixture.node.task(20).realTimeRefusal = Errno.EPERM;
        fixture.command(place(F, 0, 1, 0));
        fixture.node.process(50, 20, FAIR_P1); // a child, of which nobody told
        assertThat(fixture.restore()).isEqualTo(new RestoreReport(4, 0, 0, 0, 0));
        assertThat(fixture.node.policy(10)).isEqualTo(PLAIN);
        assertThat(fixture.node.policy(11)).isEqualTo(sliced);
        assertThat(fixture.node.policy(50)).isEqualTo(PLAIN);
    }

    @Test
    void fallsBackWhenASingleThreadIsRefused() {
        twoProcesses();
        fixture.command(place(F, 0, 1, 0));
        fixture.node.task(11).realTimeRefusal = Errno.EPERM;
        fixture.command(fixture.drop(F, 11, 1));
        assertThat(fixture.node.policy(10)).isEqualTo(FAIR_P1);
        assertThat(fixture.node.policy(11)).isEqualTo(FAIR_P2);
    }

    @Test
    void reportsFunctionsThatAreRefusedEitherWay() {
        twoProcesses();
        fixture.node.tasks.values().forEach(task -> task.refusal = Errno.EPERM);
        fixture.command(place(F, 0, 1, 0));
        assertThat(fixture.executor.refusedFunctions()).containsExactly(F);
        assertThat(fixture.executor.fallenBackFunctions()).isEmpty();
    }

    @Test
    void doesNotFallBackWhereRealTimeIsRequired() {
        fixture.close();
        fixture = new ExecutorFixture(Mode.RT);
        twoProcesses();
        fixture.node.task(20).realTimeRefusal = Errno.EPERM;
        fixture.command(place(F, 0, 1, 0));
        assertThat(fixture.node.policy(10)).isEqualTo(ThreadPolicy.roundRobin(81));
        assertThat(fixture.node.policy(20)).isEqualTo(PLAIN);
        assertThat(fixture.executor.refusedFunctions()).containsExactly(F);
    }

    @Test
    void usesNoRealTimeWhereItIsNotWanted() {
        fixture.close();
        fixture = new ExecutorFixture(Mode.FAIR);
        twoProcesses();
        fixture.command(place(F, 0, 1, 0));
        assertThat(policies()).containsOnly(FAIR_P1);
        fixture.command(fixture.late(F, 11));
        assertThat(fixture.node.policy(11).nice()).isEqualTo(-3);
        assertThat(lastMode()).isEqualTo(Mode.FAIR);
    }

    private void twoProcesses() {
        fixture.node.process(10, 1, PLAIN);
        fixture.node.thread(10, 11, PLAIN);
        fixture.node.process(20, 1, PLAIN);
        fixture.node.instances.put(F, new int[] {10, 20});
    }

    private void start(int pid) {
        fixture.node.process(pid, 1, PLAIN);
        int[] before = fixture.node.pidsOf(F);
        int[] after = java.util.Arrays.copyOf(before, before.length + 1);
        after[before.length] = pid;
        fixture.node.instances.put(F, after);
    }

    private static QueueChange instance(int queue, int pid) {
        return new QueueChange(F, queue, queue, ChangeReason.INSTANCE, 0, 0, 0).forProcess(pid);
    }

    private List<ThreadPolicy> policies() {
        return fixture.node.tasks.values().stream()
                .map(task -> task.policy.effective())
                .toList();
    }

    private Mode lastMode() {
        return fixture.effects.stream()
                .filter(Applied.class::isInstance)
                .map(effect -> ((Applied) effect).mode())
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}

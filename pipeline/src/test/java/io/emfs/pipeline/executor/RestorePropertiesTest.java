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
import io.emfs.state.ThreadChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Commands, births and deaths in any order leave nothing behind that a restore does not undo. */
class RestorePropertiesTest {
    enum What {
        MOVE,
        DROP,
        LATE,
        TO_BASE,
        COMMAND_OF_YESTERDAY,
        BEAR_THREAD,
        FORK,
        END_THREAD,
        START_PROCESS,
        END_PROCESS,
        REFUSE_REAL_TIME,
        PERMIT_REAL_TIME,
        STARVE,
        FEED,
        SCAN
    }

    /** {@code a} and {@code b} choose among what there is. */
    record Act(What what, int a, int b) {}

    @Property(seed = "42", tries = 400, edgeCases = EdgeCasesMode.NONE)
    void restoresWhateverHappened(@ForAll Mode mode, @ForAll("acts") List<Act> acts) {
        try (ExecutorFixture fixture = new ExecutorFixture(mode)) {
            Play play = new Play(fixture);
            acts.forEach(play::perform);
            fixture.restore();
            Map<Integer, ThreadPolicy> now = new TreeMap<>();
            fixture.node.tasks.forEach((tid, task) -> now.put(tid, task.policy));
            assertThat(now).isEqualTo(play.originals());
        }
    }

    @Provide
    Arbitrary<List<Act>> acts() {
        Arbitrary<Integer> choice = Arbitraries.integers().between(0, 1000);
        return Combinators.combine(Arbitraries.of(What.class), choice, choice)
                .as(Act::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    /** Two functions; all threads of a process were alike before eMFS came, and so are its children. */
    private static final class Play {
        private static final List<FunctionKey> FUNCTIONS = List.of(key("f"), key("g"));

        private final ExecutorFixture fixture;
        private final FakeNode node;
        private final Map<Integer, ThreadPolicy> originals = new TreeMap<>();
        private final Map<Integer, FunctionKey> functions = new HashMap<>();
        private final Map<FunctionKey, Integer> queues = new HashMap<>();
        private final List<ThreadChange> yesterday = new ArrayList<>();
        private final List<Integer> free = new ArrayList<>();
        private int nextNumber = 10;

        Play(ExecutorFixture fixture) {
            this.fixture = fixture;
            this.node = fixture.node;
            perform(new Act(What.START_PROCESS, 0, 0));
            perform(new Act(What.START_PROCESS, 1, 1));
        }

        Map<Integer, ThreadPolicy> originals() {
            originals.keySet().retainAll(node.tasks.keySet());
            return originals;
        }

        void perform(Act act) {
            fixture.advanceMs(1);
            int tid = pick(new ArrayList<>(node.tasks.keySet()), act.a);
            switch (act.what) {
                case MOVE -> move(FUNCTIONS.get(act.a % 2), 1 + act.b % 6, act.b % 5);
                case DROP -> command(fixture.drop(functionOf(tid), tid, 1 + act.b % 3));
                case LATE -> command(fixture.late(functionOf(tid), tid));
                case TO_BASE -> command(fixture.toBase(functionOf(tid), tid));
                case COMMAND_OF_YESTERDAY -> {
                    if (!yesterday.isEmpty()) {
                        fixture.command(yesterday.get(act.b % yesterday.size()));
                    }
                }
                case BEAR_THREAD -> {
                    int born = number(act.b);
                    node.thread(node.task(tid).pid, born, node.policy(tid));
                    node.task(born).realTimeRefusal = node.task(tid).realTimeRefusal;
                    originals.put(born, originalOf(tid));
                }
                case FORK -> {
                    int born = number(act.b);
                    node.process(born, node.task(tid).pid, node.policy(tid));
                    node.task(born).realTimeRefusal = node.task(tid).realTimeRefusal;
                    originals.put(born, originalOf(tid));
                    functions.put(born, functionOf(tid));
                    tellInstances();
                }
                case END_THREAD -> {
                    if (node.task(tid).pid != tid) {
                        node.tasks.remove(tid);
                        free.add(tid);
                    }
                }
                case START_PROCESS -> start(number(act.b), FUNCTIONS.get(act.a % 2), act.b % 3 == 0 ? 3 : 0);
                case END_PROCESS -> end(node.task(tid).pid);
                case REFUSE_REAL_TIME -> node.task(tid).realTimeRefusal = Errno.EPERM;
                case PERMIT_REAL_TIME -> node.tasks.values().forEach(task -> task.realTimeRefusal = null);
                case STARVE -> node.task(tid).runnable = true;
                case FEED -> node.tasks.values().forEach(task -> task.ranNs += 1_000_000);
                case SCAN -> {
                    fixture.advanceMs(700);
                    fixture.scan();
                }
            }
        }

        private void move(FunctionKey function, int queue, int rank) {
            fixture.command(place(function, queues.getOrDefault(function, 0), queue, rank));
            queues.put(function, queue);
        }

        private void command(ThreadChange change) {
            fixture.command(change);
            yesterday.add(change);
        }

        private void start(int pid, FunctionKey function, int nice) {
            node.process(pid, 1, ThreadPolicy.other(nice));
            originals.put(pid, ThreadPolicy.other(nice));
            functions.put(pid, function);
            tellInstances();
            int queue = queues.getOrDefault(function, 0);
            if (queue > 0) {
                fixture.command(
                        new QueueChange(function, queue, queue, ChangeReason.INSTANCE, 0, 0, 0).forProcess(pid));
            }
        }

        /** Orphans of a process that ended are not found again unless they were journalled: not played here. */
        private void end(int pid) {
            boolean parent = node.childrenOf(pid).length > 0;
            if (!parent && functions.size() > 1) {
                for (int tid : node.threadsOf(pid)) {
                    free.add(tid);
                }
                node.kill(pid);
                functions.remove(pid);
                tellInstances();
            }
        }

        private void tellInstances() {
            for (FunctionKey function : FUNCTIONS) {
                node.instances.put(
                        function,
                        functions.entrySet().stream()
                                .filter(entry -> entry.getValue().equals(function))
                                .mapToInt(Map.Entry::getKey)
                                .toArray());
            }
        }

        /** A new number, or one that was freed. */
        private int number(int choice) {
            return free.isEmpty() || choice % 2 == 0 ? nextNumber++ : free.remove(choice % free.size());
        }

        private FunctionKey functionOf(int tid) {
            return Objects.requireNonNull(functions.get(node.task(tid).pid));
        }

        private ThreadPolicy originalOf(int tid) {
            return Objects.requireNonNull(originals.get(tid));
        }

        private static int pick(List<Integer> numbers, int choice) {
            return numbers.isEmpty() ? 0 : numbers.get(choice % numbers.size());
        }
    }
}

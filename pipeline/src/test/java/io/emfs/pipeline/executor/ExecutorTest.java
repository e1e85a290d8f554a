package io.emfs.pipeline.executor;

import static io.emfs.pipeline.Events.change;
import static io.emfs.pipeline.Events.key;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.emfs.bpf.Errno;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.config.PolicyConfig.Mode;
import io.emfs.pipeline.metrics.EmfsMeter;
import io.emfs.state.Command;
import io.emfs.state.FunctionKey;
import io.emfs.state.QueueChange;
import io.emfs.state.ThreadCause;
import io.emfs.state.ThreadChange;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class ExecutorTest {
    private static final FunctionKey F = key("f");
    private static final ThreadPolicy P1 = ThreadPolicy.roundRobin(81);
    private static final ThreadPolicy P2 = ThreadPolicy.roundRobin(71);
    private static final ThreadPolicy P3 = ThreadPolicy.other(5);
    private static final ThreadPolicy PLAIN = ThreadPolicy.other(0);
    private static final ThreadPolicy NICE = ThreadPolicy.other(3);

    private final FakeNode node = new FakeNode();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong clockNs = new AtomicLong(5_000);

    @TempDir
    Path dir;

    private ThreadJournal journal;
    private Executor executor;

    @BeforeEach
    void start() throws IOException {
        journal = Journals.open(dir);
        executor = executor(Schedulers.immediate());
        node.function(F, 10, PLAIN, NICE);
    }

    @AfterEach
    void stop() throws IOException {
        journal.close();
    }

    @Test
    void movesEveryThreadOfEveryProcess() {
        node.process(20, 1, PLAIN);
        node.instances.put(F, new int[] {10, 20});
        Applied applied = apply(change(F, 0, 1, 2_000));
        assertThat(applied).isEqualTo(new Applied(applied.change(), Mode.RT, 3, 0, 0, 0, 0, 3_000));
        assertThat(List.of(node.policy(10), node.policy(11), node.policy(20)))
                .allSatisfy(policy -> assertThat(policy.priority()).isEqualTo(81));
        apply(change(F, 1, 3, 2_000));
        assertThat(List.of(node.policy(10), node.policy(11), node.policy(20))).containsOnly(P3);
    }

    @Test
    void recordsTheLoopFromKernelEventToTheLastThread() {
        node.beforeApply = tid -> clockNs.addAndGet(1_000_000);
        Applied applied = apply(change(F, 0, 1, 5_000));
        assertThat(applied.loopNs()).isEqualTo(2_000_000);
        assertThat(registry.get("emfs_loop_seconds")
                        .tag("reason", "slo_missed")
                        .timer()
                        .totalTime(TimeUnit.NANOSECONDS))
                .isEqualTo(2_000_000);
        apply(change(F, 0, 1, 5_000)); // nothing to set
        assertThat(registry.get("emfs_loop_seconds").timer().count()).isEqualTo(1);
    }

    @Test
    void skipsThreadsAtTheTarget() {
        apply(change(F, 0, 1, 0));
        Applied again = apply(change(F, 1, 1, 0));
        assertThat(again.moved()).isZero();
        assertThat(again.unchanged()).isEqualTo(2);
        assertThat(node.applied).containsExactly(10, 11);
    }

    @Test
    void catchesThreadsBornWhileItWorks() {
        int[] next = {12};
        node.beforeApply = tid -> {
            if (next[0] < 17) { // by a parent that is still at its old policy
                node.thread(10, next[0]++, PLAIN);
            }
        };
        Applied applied = apply(change(F, 0, 1, 0));
        assertThat(applied.moved()).isEqualTo(7);
        assertThat(node.tasks.values())
                .allSatisfy(task -> assertThat(task.policy.priority()).isEqualTo(81));
    }

    @Test
    void journalsOriginalsBeforeTheFirstChangeOnly() {
        node.beforeApply = tid -> assertThat(lines("thread 10 1001 " + tid)).hasSize(1);
        apply(change(F, 0, 1, 0));
        apply(change(F, 1, 2, 0));
        assertThat(lines("thread"))
                .containsExactly("thread 10 1001 10 1001 0 0 0 0 0", "thread 10 1001 11 1002 0 0 3 0 0");
    }

    @Test
    void leavesForeignRealTimeThreadsAlone() {
        ThreadPolicy fifo50 = new ThreadPolicy(ThreadPolicy.FIFO, 50, 0, false);
        node.set(11, fifo50);
        assertThat(apply(change(F, 0, 1, 0)).foreign()).isEqualTo(1);
        ThreadPolicy rr99 = ThreadPolicy.roundRobin(99);
        node.set(10, rr99); // somebody took over a thread of ours
        assertThat(apply(change(F, 1, 2, 0)).foreign()).isEqualTo(2);
        assertThat(node.policy(10)).isEqualTo(rr99);
        assertThat(node.policy(11)).isEqualTo(fifo50);
        assertThat(count(EmfsMeter.THREADS_FOREIGN)).isEqualTo(3);
        assertThat(lines("thread 10 1001 11")).isEmpty();
    }

    @Test
    void leavesAForeignThreadAloneThatStandsWhereItMightHavePutIt() throws IOException {
        node.set(11, P2);
        assertThat(apply(change(F, 0, 1, 0)).foreign()).isEqualTo(1);
        assertThat(apply(change(F, 1, 2, 0)).foreign()).isEqualTo(1);
        assertThat(apply(change(F, 2, 1, 0)).foreign()).isEqualTo(1);
        assertThat(node.policy(11)).isEqualTo(P2);

        new Restorer(node.ports()).restore(journal);
        assertThat(node.policy(11)).as("no heir").isEqualTo(P2);
        assertThat(node.policy(10)).isEqualTo(PLAIN);
    }

    /** The command was given to a process that has ended since; its number is somebody else's by now. */
    @Test
    void leavesAProcessAloneThatOnlyHasTheNumberOfTheFunctionsOne() {
        node.kill(10);
        node.process(10, 1, NICE);
        node.imposters.add(node.startTimeTicks(10, 10));
        Applied applied = apply(change(F, 0, 1, 0).forProcess(10));
        assertThat(applied.moved()).isZero();
        assertThat(node.policy(10)).isEqualTo(NICE);
        assertThat(lines("thread 10")).isEmpty();
    }

    @Test
    void managesAThreadThatTookOverTheNumberOfAForeignOne() {
        node.set(11, P2);
        apply(change(F, 0, 1, 0));
        node.thread(10, 11, PLAIN);
        apply(change(F, 1, 2, 0));
        assertThat(node.policy(11)).isEqualTo(P2);
        apply(change(F, 2, 3, 0));
        assertThat(node.policy(11)).isEqualTo(P3);
    }

    @Test
    void takesThreadsThatInheritedItsPolicyForItsOwn() {
        apply(change(F, 0, 1, 0));
        node.thread(10, 12, P1);
        Applied applied = apply(change(F, 1, 2, 0));
        assertThat(applied.moved()).isEqualTo(3);
        assertThat(applied.foreign()).isZero();
        assertThat(lines("thread 10 1001 12"))
                .as("its process's original is its own")
                .isEmpty();
    }

    @Test
    void takesChildProcessesThatInheritedItsPolicyForItsOwn() {
        apply(change(F, 0, 1, 0));
        node.process(20, 10, P1);
        node.process(30, 1, P1); // the same policy, but none of our descendants
        node.instances.put(F, new int[] {10, 20, 30});
        Applied applied = apply(change(F, 1, 2, 0));
        assertThat(applied.moved()).isEqualTo(3);
        assertThat(applied.foreign()).isEqualTo(1);
        assertThat(node.policy(30)).isEqualTo(P1);
        assertThat(lines("thread 20")).containsExactly("thread 20 1003 20 1003 0 0 0 0 0");
    }

    @Test
    void journalsANewProcessThatTookOverANumber() {
        apply(change(F, 0, 1, 0));
        node.kill(10);
        node.process(10, 1, NICE);
        apply(change(F, 1, 2, 0));
        assertThat(lines("thread 10 1003")).containsExactly("thread 10 1003 10 1003 0 0 3 0 0");
    }

    @Test
    void countsThreadsThatAreGone() {
        node.beforeApply = tid -> {
            if (tid == 11) {
                node.tasks.remove(11);
            }
        };
        Applied applied = apply(change(F, 0, 1, 0));
        assertThat(applied.moved()).isEqualTo(1);
        assertThat(applied.gone()).isEqualTo(1);
        assertThat(count(EmfsMeter.THREADS_GONE)).isEqualTo(1);
    }

    @Test
    void reportsARefusedFunctionOnceWithItsRemedy() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(Refusals.class);
        logger.setLevel(ch.qos.logback.classic.Level.WARN);
        logger.setAdditive(false);
        logger.addAppender(log);
        node.tasks.values().forEach(task -> task.refusal = Errno.EPERM);
        assertThat(apply(change(F, 0, 1, 0)).refused()).isEqualTo(2);
        assertThat(apply(change(F, 1, 2, 0)).refused()).isEqualTo(2);
        logger.detachAppender(log);
        assertThat(log.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .contains("n1/f", "EPERM", "CAP_SYS_NICE", "RLIMIT_RTPRIO", "cpu.rt_runtime_us");
        assertThat(registry.get("emfs_executor_threads_refused_total")
                        .tag("errno", "EPERM")
                        .counter()
                        .count())
                .isEqualTo(4);
        assertThat(executor.refusedFunctions()).containsExactly(F);
        node.tasks.values().forEach(task -> task.refusal = null);
        apply(change(F, 2, 1, 0));
        assertThat(executor.refusedFunctions()).isEmpty();
    }

    @Test
    void goesOnAfterAChangeThatFails() {
        StepVerifier.create(executor.apply(Flux.just(change(F, 0, 9, 0), change(key("g"), 0, 1, 0), change(F, 0, 1, 0)))
                        .ofType(Applied.class)
                        .map(applied -> applied.change().key().function() + applied.moved()))
                .expectNext("g0", "f2")
                .verifyComplete();
        assertThat(count(EmfsMeter.CHANGES_FAILED)).isEqualTo(1);
    }

    @Test
    void changesNothingThatItCannotJournal() throws IOException {
        journal.close();
        StepVerifier.create(executor.apply(Flux.just(change(F, 0, 1, 0)))).verifyComplete();
        assertThat(node.applied).isEmpty();
        assertThat(count(EmfsMeter.CHANGES_FAILED)).isEqualTo(1);
    }

    @Test
    void carriesOutOnlyTheNewestChangeOfAFunction() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        executor = executor(Schedulers.fromExecutor(tasks::add));
        Sinks.Many<QueueChange> changes = Sinks.many().unicast().onBackpressureBuffer();
        List<QueueChange> applied = new ArrayList<>();
        executor.apply(changes.asFlux())
                .ofType(Applied.class)
                .map(Applied::change)
                .subscribe(applied::add);
        FunctionKey g = key("g");
        for (int i = 0; i < 1000; i++) { // the executor's thread does not get to run meanwhile
            changes.tryEmitNext(change(F, 1, 1 + i % 2, i)).orThrow();
            changes.tryEmitNext(change(g, 1, 1 + i % 2, i)).orThrow();
        }
        assertThat(applied).isEmpty();
        runAll(tasks);
        assertThat(applied).containsExactly(change(F, 1, 2, 999), change(g, 1, 2, 999));
        assertThat(count(EmfsMeter.CHANGES_CONFLATED)).isEqualTo(1998);
        assertThat(node.applied).containsExactly(10, 11);
        changes.tryEmitNext(change(F, 2, 1, 1000)).orThrow();
        runAll(tasks);
        assertThat(applied).hasSize(3);
    }

    @Test
    void endsAtTheNewestChangeWhateverTheRace() {
        Scheduler single = Schedulers.newSingle("executor-test");
        executor = executor(single);
        int count = 20_000;
        Flux<QueueChange> changes = Flux.range(0, count).map(i -> change(F, 1, 1 + i % 2, i));
        List<Long> causes = new ArrayList<>();
        executor.apply(changes)
                .ofType(Applied.class)
                .doOnNext(applied -> causes.add(applied.change().causeNs()))
                .blockLast();
        single.dispose();
        assertThat(causes).isSorted().endsWith(count - 1L).doesNotHaveDuplicates();
        assertThat(causes.size() + count(EmfsMeter.CHANGES_CONFLATED)).isEqualTo(count);
        assertThat(node.policy(10).priority()).isEqualTo(P2.priority());
    }

    @Test
    void setsASingleThreadWhereItsChangeComesFromWhileNothingIsUnderWay() throws Exception {
        Scheduler single = Schedulers.newSingle("executor-test");
        executor = executor(single);
        Sinks.Many<Command> commands = Sinks.many().unicast().onBackpressureBuffer();
        BlockingQueue<Effect> effects = new LinkedBlockingQueue<>();
        Disposable running = executor.apply(commands.asFlux()).subscribe(effects::add);
        commands.tryEmitNext(change(F, 0, 1, 0)).orThrow();
        effects.take();
        executor.alone(() -> {}); // it has finished

        CountDownLatch busy = occupy(single);
        commands.tryEmitNext(drop(11, 1)).orThrow();
        assertThat(node.policy(11).effective()).as("no hand-over").isEqualTo(P2);
        effects.take();
        executor.alone(() -> elsewhere(() -> commands.tryEmitNext(drop(11, 0)).orThrow()));
        assertThat(node.policy(11).effective()).as("somebody was at work").isEqualTo(P2);
        busy.countDown();
        effects.take();
        assertThat(node.policy(11).effective()).isEqualTo(P1);

        busy = occupy(single);
        executor.alone(() -> elsewhere(() -> commands.tryEmitNext(drop(11, 1)).orThrow()));
        running.dispose();
        busy.countDown();
        single.disposeGracefully().block();
        assertThat(node.policy(11).effective()).as("cancelled before").isEqualTo(P1);
    }

    @Test
    void placesAProcessWhereItsChangeComesFromUnlessAFunctionWaits() throws Exception {
        Scheduler single = Schedulers.newSingle("executor-test");
        executor = executor(single);
        Sinks.Many<Command> commands = Sinks.many().unicast().onBackpressureBuffer();
        BlockingQueue<Effect> effects = new LinkedBlockingQueue<>();
        executor.apply(commands.asFlux()).subscribe(effects::add);

        CountDownLatch busy = occupy(single);
        commands.tryEmitNext(change(F, 0, 1, 0).forProcess(10)).orThrow();
        assertThat(node.policy(11).effective()).as("no hand-over").isEqualTo(P1);
        effects.take();
        commands.tryEmitNext(change(F, 1, 2, 0)).orThrow();
        commands.tryEmitNext(change(key("g"), 0, 1, 0).forProcess(20)).orThrow();
        assertThat(effects).as("in order").isEmpty();
        busy.countDown();
        assertThat(List.of(effects.take(), effects.take()))
                .map(effect -> ((Applied) effect).change().key())
                .containsExactly(F, key("g"));
        single.disposeGracefully().block();
    }

    /** Until the latch is counted down. */
    private static CountDownLatch occupy(Scheduler single) {
        CountDownLatch latch = new CountDownLatch(1);
        single.schedule(() -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return latch;
    }

    @Test
    void endsAtTheNewestPlaceWhoeverSetsIt() {
        Scheduler single = Schedulers.newSingle("executor-test");
        executor = executor(single);
        int count = 20_000;
        AtomicInteger atOnce = new AtomicInteger();
        Flux<Command> changes = Flux.range(0, count)
                .concatMap(i -> Flux.<Command>just(change(F, 1, 1 + i / 7 % 2, i), drop(11, i % 2), drop(10, 0)));
        executor.apply(changes)
                .doOnNext(effect -> {
                    assertThat(atOnce.getAndIncrement()).as("one at a time").isZero();
                    atOnce.decrementAndGet();
                })
                .blockLast();
        single.dispose();
        int queue = 1 + (count - 1) / 7 % 2;
        assertThat(node.policy(10).effective()).isEqualTo(queue == 1 ? P1 : P2);
        assertThat(node.policy(11).effective()).isEqualTo(queue == 1 ? P2 : P3);
    }

    private ThreadChange drop(int tid, int drops) {
        FakeNode.Task task = node.task(tid);
        ThreadCause cause = drops > 0 ? ThreadCause.QUANTUM_EXPIRED : ThreadCause.REQUEST_ENDED;
        return new ThreadChange(F, task.pid, tid, task.startTicks, drops, false, cause, 0);
    }

    /** On another thread, which has done so when this returns. */
    private static void elsewhere(Runnable work) {
        Thread other = new Thread(work);
        other.start();
        try {
            other.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void runAll(Deque<Runnable> tasks) {
        for (Runnable task; (task = tasks.poll()) != null; ) {
            task.run();
        }
    }

    private Executor executor(Scheduler scheduler) {
        return new Executor(
                Queues.THREE,
                PolicyConfigs.of(Mode.RT),
                FunctionPorts.of(node),
                node.ports(),
                journal,
                registry,
                scheduler,
                clockNs::get);
    }

    private Applied apply(QueueChange change) {
        return (Applied)
                Objects.requireNonNull(executor.apply(Flux.just(change)).blockLast());
    }

    private double count(EmfsMeter meter) {
        return registry.get(meter.meterName()).counter().count();
    }

    private List<String> lines(String prefix) {
        try {
            return Files.readAllLines(dir.resolve("journal")).stream()
                    .filter(line -> line.startsWith(prefix + " ") || line.equals(prefix))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

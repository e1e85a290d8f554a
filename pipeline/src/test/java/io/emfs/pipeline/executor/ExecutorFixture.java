package io.emfs.pipeline.executor;

import io.emfs.bpf.monitor.RequestTotals;
import io.emfs.config.PolicyConfig.Mode;
import io.emfs.config.QueueConfig;
import io.emfs.state.ChangeReason;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/** An executor of the default queues on a fake node, in virtual time; commands are carried out as they are given. */
final class ExecutorFixture implements AutoCloseable {
    final FakeNode node = new FakeNode();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final List<Effect> effects = new ArrayList<>();
    final List<String> placements = new ArrayList<>();
    final Map<FunctionKey, RequestTotals> totals = new HashMap<>();
    final Executor executor;

    /** What the executor's work has taken; else it takes no time. */
    long workNs;

    private final Path dir;
    private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();
    private Consumer<Command> commands = command -> {};
    private final Sinks.Many<Integer> scans = Sinks.many().unicast().onBackpressureBuffer();
    private final ThreadJournal journal;

    ExecutorFixture(Mode mode) {
        try {
            dir = Files.createTempDirectory("executor");
            journal = Journals.open(dir);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        executor = new Executor(
                QueueConfig.DEFAULTS,
                PolicyConfigs.of(mode),
                new FunctionPorts(
                        node,
                        key -> totals.getOrDefault(key, RequestTotals.NONE),
                        key -> true,
                        (key, queue, demandNs) -> placements.add(key.function() + " p" + queue + " " + demandNs)),
                node.ports(),
                journal,
                registry,
                scheduler,
                this::nowNs);
        Publisher<Command> source = subscriber -> {
            subscriber.onSubscribe(Operators.emptySubscription());
            commands = subscriber::onNext; // no queue in between: commands may come while one is carried out
        };
        executor.apply(Flux.from(source), scans.asFlux()).subscribe(effects::add);
    }

    long nowNs() {
        return scheduler.now(TimeUnit.NANOSECONDS) + workNs;
    }

    void command(Command command) {
        commands.accept(command);
    }

    void scan() {
        scans.tryEmitNext(1).orThrow();
    }

    void advanceMs(long ms) {
        scheduler.advanceTimeBy(java.time.Duration.ofMillis(ms));
    }

    static QueueChange place(FunctionKey key, int from, int to, int rank) {
        return new QueueChange(key, from, to, ChangeReason.INITIAL, 0, 0, 24_000_000).ranked(rank, 0);
    }

    ThreadChange drop(FunctionKey key, int tid, int drops) {
        return thread(key, tid, drops, false, ThreadCause.QUANTUM_EXPIRED);
    }

    ThreadChange late(FunctionKey key, int tid) {
        return thread(key, tid, 0, true, ThreadCause.LATE);
    }

    ThreadChange toBase(FunctionKey key, int tid) {
        return thread(key, tid, 0, false, ThreadCause.REQUEST_ENDED);
    }

    private ThreadChange thread(FunctionKey key, int tid, int drops, boolean late, ThreadCause cause) {
        FakeNode.Task task = node.task(tid);
        return new ThreadChange(key, task.pid, tid, task.startTicks, drops, late, cause, nowNs());
    }

    /** As the agent does when it ends. */
    RestoreReport restore() {
        try {
            return new Restorer(node.ports()).restore(journal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<ThreadApplied.Outcome> outcomes() {
        return effects.stream()
                .filter(ThreadApplied.class::isInstance)
                .map(effect -> ((ThreadApplied) effect).outcome())
                .toList();
    }

    @Override
    public void close() {
        try {
            journal.close();
            for (String file : List.of("journal", "journal.lock", "boot_id", "")) {
                Files.deleteIfExists(dir.resolve(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

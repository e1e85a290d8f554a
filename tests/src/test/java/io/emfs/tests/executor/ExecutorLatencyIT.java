package io.emfs.tests.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.proc.ThreadFacts;
import io.emfs.bpf.sched.LinuxThreadScheduler;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.config.PolicyConfig;
import io.emfs.config.PriorityBand;
import io.emfs.config.QueueConfig;
import io.emfs.jobs.ProcPorts;
import io.emfs.pipeline.executor.Applied;
import io.emfs.pipeline.executor.Effect;
import io.emfs.pipeline.executor.Executor;
import io.emfs.pipeline.executor.FunctionPorts;
import io.emfs.pipeline.executor.Restorer;
import io.emfs.pipeline.executor.ThreadApplied;
import io.emfs.pipeline.executor.ThreadJournal;
import io.emfs.state.ChangeReason;
import io.emfs.state.Command;
import io.emfs.state.FunctionKey;
import io.emfs.state.QueueChange;
import io.emfs.state.ThreadCause;
import io.emfs.state.ThreadChange;
import io.emfs.tests.kernel.RequiresKernel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Command → system call returned, on a process that sleeps; prints what it took, of which nothing is demanded here. */
@RequiresKernel
@Timeout(120)
class ExecutorLatencyIT {
    private static final FunctionKey F = new FunctionKey("here", "f");
    private static final int WARM_UP = 2_000;
    private static final int COUNT = 5_000;

    private final LinuxThreadScheduler scheduler = new LinuxThreadScheduler();

    @TempDir
    Path dir;

    @Test
    void setsThreadsSoonAfterTheirCommand() throws Exception {
        Process sleeper = new ProcessBuilder("sleep", "100").start();
        int pid = (int) sleeper.pid();
        long startTicks = new ThreadFacts().startTicks(pid, pid);
        ThreadPolicy original = scheduler.policyOf(pid);
        Scheduler thread = Schedulers.newSingle("emfs-executor");
        BlockingQueue<Effect> effects = new LinkedBlockingQueue<>();
        Sinks.Many<Command> commands = Sinks.many().unicast().onBackpressureBuffer();
        try (ThreadJournal journal = ThreadJournal.open(dir, ThreadJournal.BOOT_ID)) {
            Executor executor = new Executor(
                    QueueConfig.DEFAULTS,
                    PolicyConfig.DEFAULT,
                    FunctionPorts.of(key -> new int[] {pid}),
                    ProcPorts.with(scheduler),
                    journal,
                    new SimpleMeterRegistry(),
                    thread,
                    System::nanoTime);
            outrank(thread);
            Disposable running = executor.apply(commands.asFlux()).subscribe(effects::add);
            commands.tryEmitNext(queueChange(1)).orThrow();
            effects.take();

            print("ThreadChange", measure(commands, effects, i -> threadChange(pid, startTicks, i % 2)));
            assertThat(scheduler.policyOf(pid)).isEqualTo(ThreadPolicy.roundRobin(71));
            print("QueueChange of one thread", measure(commands, effects, i -> queueChange(1 + i % 2)));

            running.dispose();
            thread.disposeGracefully().block();
            new Restorer(ProcPorts.with(scheduler)).restore(journal);
            assertThat(scheduler.policyOf(pid)).isEqualTo(original);
        } finally {
            sleeper.destroyForcibly();
        }
    }

    private static long[] measure(
            Sinks.Many<Command> commands, BlockingQueue<Effect> effects, IntFunction<Command> next)
            throws InterruptedException {
        long[] ns = new long[COUNT];
        for (int i = 0; i < WARM_UP + COUNT; i++) {
            Command command = next.apply(i);
            commands.tryEmitNext(command).orThrow();
            long loopNs = loopNs(effects.take());
            if (i >= WARM_UP) {
                ns[i - WARM_UP] = loopNs;
            }
        }
        Arrays.sort(ns);
        return ns;
    }

    private static long loopNs(Effect effect) {
        return effect instanceof ThreadApplied thread ? thread.loopNs() : ((Applied) effect).loopNs();
    }

    private static void print(String what, long[] sortedNs) {
        System.out.printf(
                "%s → set: p50 %d µs, p99 %d µs, max %d µs%n",
                what, sortedNs[COUNT / 2] / 1000, sortedNs[COUNT * 99 / 100] / 1000, sortedNs[COUNT - 1] / 1000);
    }

    private static QueueChange queueChange(int queue) {
        return new QueueChange(F, 0, queue, ChangeReason.SLO_MISSED, System.nanoTime(), 0, 0);
    }

    private static ThreadChange threadChange(int pid, long startTicks, int drops) {
        return new ThreadChange(F, pid, pid, startTicks, drops, false, ThreadCause.QUANTUM_EXPIRED, System.nanoTime());
    }

    /** As the agent's threads do; it sleeps but for the microseconds that are measured. */
    private void outrank(Scheduler thread) throws InterruptedException {
        BlockingQueue<Integer> tid = new LinkedBlockingQueue<>();
        thread.schedule(() -> tid.add(ownTid()));
        scheduler.apply(tid.take(), ThreadPolicy.roundRobin(PriorityBand.AGENT_PRIORITY));
    }

    private static int ownTid() {
        try {
            return Integer.parseInt(
                    Path.of("/proc/thread-self").toRealPath().getFileName().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

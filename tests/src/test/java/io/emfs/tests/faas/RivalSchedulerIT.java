package io.emfs.tests.faas;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.NativeException;
import io.emfs.bpf.proc.KernelFile;
import io.emfs.bpf.proc.ProcFs;
import io.emfs.bpf.sched.LinuxThreadScheduler;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.tests.Await;
import io.emfs.tests.kernel.RequiresKernel;
import io.emfs.tests.workload.FunctionServer;
import io.emfs.tests.workload.LoadGenerator;
import io.emfs.tests.workload.LoadOptions;
import io.emfs.tests.workload.LoadResult;
import io.emfs.tests.workload.LoadTarget;
import io.emfs.tests.workload.ServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the rivals really do to the threads that announce themselves, and that they leave the kernel as it was. */
@RequiresKernel
@Timeout(60)
class RivalSchedulerIT {
    private static final int CORE = Runtime.getRuntime().availableProcessors() - 1;
    private static final Path RT_RUNTIME = Path.of("/proc/sys/kernel/sched_rt_runtime_us");
    /** Long enough to be seen by a test that shares the machine. */
    private static final Duration SLICE = Duration.ofMillis(1500);

    private static final int ANNOUNCING = 85;
    private static final int RUNNING = 30;
    private static final int WAITING = 20;

    private final LinuxThreadScheduler kernel = new LinuxThreadScheduler();
    private final ProcFs proc = new ProcFs();

    @TempDir
    private Path directory;

    private String throttling = "";

    @BeforeEach
    void rememberThrottling() throws IOException {
        throttling = KernelFile.read(RT_RUNTIME);
    }

    @AfterEach
    void theMachineIsUnchanged() throws IOException {
        assertThat(KernelFile.read(RT_RUNTIME)).isEqualTo(throttling);
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void runsTheShorterRequestBeforeTheLongerOne(ServerKind kind) throws Exception {
        RivalScheduler srtf = RivalScheduler.start(FaasPolicy.SRTF, SLICE);
        try (srtf;
                FunctionServer shorter = server(srtf, kind, 1500);
                FunctionServer longer = server(srtf, kind, 2500)) {
            CompletableFuture<LoadResult> answers = send("0 1\n100000000 0\n", shorter, longer);

            Await.until("the longer one waits", () -> serves(longer, ThreadPolicy.FIFO, WAITING));
            assertThat(serves(shorter, ThreadPolicy.FIFO, RUNNING)).isTrue();
            Await.until("the longer one runs", () -> serves(longer, ThreadPolicy.FIFO, RUNNING));

            assertThat(answers.join().completed()).isEqualTo(2);
        }
        assertThat(srtf.report()).contains(new RivalReport(2, 3, 0, 0, 0, SLICE.toNanos()));
    }

    @ParameterizedTest
    @EnumSource(
            value = FaasPolicy.class,
            names = {"SFS", "FIFO_CFS"})
    void takesTheSliceAwayFromWhoHasUsedItUp(FaasPolicy policy) throws Exception {
        RivalScheduler filter = RivalScheduler.start(policy, SLICE);
        try (filter;
                FunctionServer first = server(filter, ServerKind.PROCESS, 3000);
                FunctionServer second = server(filter, ServerKind.THREAD, 3000)) {
            assertThat(filter.announcements().orElseThrow()).exists();
            CompletableFuture<LoadResult> answers = send("0 0\n50000000 1\n", first, second);

            Await.until("the first runs", () -> serves(first, ThreadPolicy.FIFO, RUNNING));
            Await.until("the second runs", () -> serves(second, ThreadPolicy.FIFO, RUNNING));
            assertThat(serves(first, ThreadPolicy.OTHER, 0)).isTrue();
            Await.until("both are fair", () -> serves(second, ThreadPolicy.OTHER, 0));

            assertThat(answers.join().completed()).isEqualTo(2);
        }
        assertThat(filter.report()).contains(new RivalReport(2, 2, 2, 0, 0, SLICE.toNanos()));
        assertThat(filter.announcements().orElseThrow()).doesNotExist();
    }

    @Test
    void sparesTheQueueWhoWaitsTooLong() throws Exception {
        RivalScheduler sfs = RivalScheduler.start(FaasPolicy.SFS, Duration.ofMillis(50));
        try (sfs;
                FunctionServer server = server(sfs, ServerKind.PROCESS, 300)) {
            assertThat(send("0 0\n".repeat(5), server).join().completed()).isEqualTo(5);
        }
        // after three slices, and what was not theirs of the core, the fourth or fifth has waited too long
        RivalReport report = sfs.report().orElseThrow();
        assertThat(report.usedUp() + report.overloaded()).isEqualTo(5);
        assertThat(report.overloaded()).isPositive();
    }

    @Test
    void suspendsThrottlingWhileItRuns() throws Exception {
        try (RivalScheduler srtf = RivalScheduler.start(FaasPolicy.SRTF, SLICE);
                FunctionServer server = server(srtf, ServerKind.PROCESS, 1)) {
            Await.until("the server may announce", () -> acceptsInRealTime(server));
            assertThat(KernelFile.read(RT_RUNTIME).strip()).isEqualTo("-1");
            assertThat(srtf.cpuS()).isPositive();
        }
    }

    private static FunctionServer server(RivalScheduler scheduler, ServerKind kind, int cpuMs) throws IOException {
        ServerOptions options = ServerOptions.ofCpu(cpuMs, 0, CORE)
                .withAnnouncementsTo(scheduler.announcements().orElseThrow());
        return FunctionServer.start(kind == ServerKind.PROCESS ? options.withProcessPerRequest() : options);
    }

    private CompletableFuture<LoadResult> send(String schedule, FunctionServer... servers) throws IOException {
        Path file = Files.writeString(directory.resolve("schedule"), schedule);
        LoadOptions load = LoadOptions.of(
                        Duration.ofSeconds(1),
                        1,
                        Arrays.stream(servers)
                                .map(server -> server.target("f", 1))
                                .toArray(LoadTarget[]::new))
                .withSchedule(file);
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new LoadGenerator(0).run(load);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private boolean acceptsInRealTime(FunctionServer server) {
        return has((int) server.pid(), ThreadPolicy.FIFO, ANNOUNCING);
    }

    /** Whether a request's process, or thread, is scheduled like that. */
    private boolean serves(FunctionServer server, int policy, int priority) {
        int pid = (int) server.pid();
        IntStream threads = Arrays.stream(proc.threads(pid)).filter(tid -> tid != pid);
        Stream<ProcessHandle> children = ProcessHandle.of(pid).orElseThrow().children();
        return IntStream.concat(threads, children.mapToInt(child -> (int) child.pid()))
                .anyMatch(tid -> has(tid, policy, priority));
    }

    private boolean has(int tid, int policy, int priority) {
        try {
            ThreadPolicy actual = kernel.policyOf(tid);
            return actual.policy() == policy && actual.priority() == priority;
        } catch (NativeException gone) {
            return false;
        }
    }
}

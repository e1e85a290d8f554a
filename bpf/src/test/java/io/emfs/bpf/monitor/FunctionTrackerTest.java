package io.emfs.bpf.monitor;

import static io.emfs.bpf.ring.ProcessEventDescriptor.CAUSE_EXEC;
import static io.emfs.bpf.ring.ProcessEventDescriptor.CAUSE_EXIT;
import static io.emfs.bpf.ring.ProcessEventDescriptor.CAUSE_FORK;
import static io.emfs.bpf.ring.ProcessEventDescriptor.CAUSE_LISTEN;
import static io.emfs.bpf.ring.ProcessEventDescriptor.CAUSE_READ;
import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.monitor.AmbiguousProcess.Cause;
import io.emfs.bpf.monitor.FunctionTracker.Listener;
import io.emfs.bpf.proc.ProcFs;
import io.emfs.config.EmfsConfig;
import io.emfs.state.FunctionKey;
import io.emfs.state.InstanceExited;
import io.emfs.state.InstanceStarted;
import io.emfs.state.NodeEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionTrackerTest {
    private static final int NETNS = 77;
    private static final long BIRTH_TICKS = 100;
    private static final int EXITING = 4; // PF_EXITING
    private static final FunctionKey THUMBNAIL = new FunctionKey("n1", "thumbnail");
    private static final FunctionKey FIB = new FunctionKey("n1", "fib");

    private final EmfsConfig config = TestConfigs.of(
            "functions:", "  - {name: thumbnail, match: {port: 8081}}", "  - {name: resize, match: {port: 8082}}");
    private final ProcessTable table = new ProcessTable();
    private final List<NodeEvent> events = new ArrayList<>();
    private final List<String> kernel = new ArrayList<>();
    private final FunctionIds ids = new FunctionIds("n1", 100);
    private final List<AmbiguousProcess> announced = new ArrayList<>();

    @TempDir
    private Path root;

    private AmbiguousProcesses ambiguous;
    private FunctionMatcher matcher;
    private FunctionTracker tracker;
    private int lookups;
    private Runnable onAdoption = () -> {};

    @BeforeEach
    void createTracker() {
        KernelSide side = new KernelSide() {
            @Override
            public void processServes(int pid, int functionId) {
                kernel.add("process " + pid + " " + functionId);
                onAdoption.run();
            }

            @Override
            public void processGone(int pid) {
                kernel.add("gone " + pid);
            }

            @Override
            public void endServes(int networkNamespace, int port, int functionId, int listeners) {
                kernel.add("port " + networkNamespace + ":" + port + " " + functionId
                        + (listeners == 1 ? "" : " listeners=" + listeners));
            }

            @Override
            public void endGone(int networkNamespace, int port) {
                kernel.add("end gone " + networkNamespace + ":" + port);
            }

            @Override
            public long cpusOf(int pid) {
                return InstanceStarted.UNKNOWN_CPUS;
            }

            @Override
            public void functionIsClient(int functionId) {
                kernel.add("client " + functionId);
            }
        };
        ambiguous = new AmbiguousProcesses(new ProcFs(root), announced::add);
        matcher = new FunctionMatcher(config, ambiguous);
        tracker = new FunctionTracker(
                matcher,
                ids,
                table,
                new ProcFs(root),
                side,
                events::add,
                (pid, lookup) -> {
                    lookups++;
                    lookup.run();
                },
                new EpochClock());
    }

    @Test
    void placesAProcessThatListensOnADeclaredPort() {
        int id = idOf("thumbnail");

        tracker.onProcess(new ProcessEvent(CAUSE_LISTEN, id, 41, NETNS, 8081, 1000, null));

        assertThat(table.pidsOf(THUMBNAIL)).containsExactly(41);
        assertThat(events).containsExactly(new InstanceStarted(THUMBNAIL, 41, 1000));
        assertThat(kernel)
                .isEmpty(); // it said so itself: to repeat it would outlive a process that has ended meanwhile
    }

    @Test
    void letsGoOfAFunctionsProcessesThatNoLongerMatchAndDoesNotTakeThemBackForAnOpenConnection() throws IOException {
        alive(41);
        int id = idOf("thumbnail");
        tracker.onProcess(new ProcessEvent(CAUSE_LISTEN, id, 41, NETNS, 8081, 1000, null));
        List<Integer> released = new ArrayList<>();
        ProcessScan scan = new ProcessScan(new ProcFs(root));
        matcher.follow(TestConfigs.of("functions:", "  - {name: resize, match: {port: 8082}}"));

        tracker.recheck(THUMBNAIL, scan, 2000, released::add);
        tracker.onProcess(new ProcessEvent(CAUSE_READ, id, 41, 0, 0, 3000, null));

        assertThat(released).containsExactly(41);
        assertThat(table.functionOf(41)).isEmpty();
        assertThat(events)
                .containsExactly(new InstanceStarted(THUMBNAIL, 41, 1000), new InstanceExited(THUMBNAIL, 41, 0, 2000));
        assertThat(kernel).containsExactly("gone 41", "gone 41");
    }

    @Test
    void announcesAProcessOnceHoweverItIsSeen() throws IOException {
        alive(41);
        int id = idOf("thumbnail");

        tracker.onProcess(new ProcessEvent(CAUSE_LISTEN, id, 41, NETNS, 8081, 1000, null));
        tracker.onProcess(new ProcessEvent(CAUSE_READ, id, 41, 0, 0, 2000, null));
        tracker.found(41, Set.of(new Listener(NETNS, 8081, 1)), 3000);

        assertThat(events).containsExactly(new InstanceStarted(THUMBNAIL, 41, 1000));
    }

    @Test
    void remembersWhatAForkedProcessDescendsOfWhenItsParentHasEnded() {
        int id = idOf("thumbnail");
        tracker.onProcess(new ProcessEvent(CAUSE_LISTEN, id, 41, NETNS, 8081, 1000, null));
        tracker.onProcess(new ProcessEvent(CAUSE_FORK, id, 42, 41, 0, 0, 2000, null));
        tracker.onProcess(new ProcessEvent(CAUSE_FORK, id, 43, 42, 0, 0, 3000, null));

        tracker.onProcess(new ProcessEvent(CAUSE_EXIT, id, 42, 0, 0, 4000, null));

        assertThat(table.forks()).containsExactly(new ProcessTable.Fork(43, 42, 41, 3000));
        assertThat(table.pidsOf(THUMBNAIL)).containsExactlyInAnyOrder(41, 43);
        tracker.onProcess(new ProcessEvent(CAUSE_EXIT, id, 43, 0, 0, 5000, null));
        assertThat(table.forks()).isEmpty();
    }

    @Test
    void tellsAFunctionByItsEnvironmentAtExec() throws IOException {
        environment(42, "K_SERVICE=fib");

        tracker.onProcess(new ProcessEvent(CAUSE_EXEC, 0, 42, 0, 0, 1000, null));

        assertThat(events).containsExactly(new InstanceStarted(FIB, 42, 1000));
        assertThat(kernel).containsExactly("process 42 1");
    }

    @Test
    void takesTheEnvironmentFromTheEventWithoutLookingTheProcessUp() throws IOException {
        alive(42);

        tracker.onProcess(new ProcessEvent(CAUSE_EXEC, 0, 42, 0, 0, 1000, Map.of("K_SERVICE", "fib")));

        assertThat(events).containsExactly(new InstanceStarted(FIB, 42, 1000));
        assertThat(lookups).isZero();
    }

    @Test
    void announcesAFunctionsProcessAgainWhenItExecutesAnotherProgram() throws IOException {
        environment(42, "K_SERVICE=fib");

        tracker.onProcess(new ProcessEvent(CAUSE_EXEC, 0, 42, 0, 0, 1000, null));
        tracker.onProcess(new ProcessEvent(CAUSE_EXEC, idOf("fib"), 42, 0, 0, 2000, null));

        assertThat(events).containsExactly(new InstanceStarted(FIB, 42, 1000), new InstanceStarted(FIB, 42, 2000));
    }

    @Test
    void ignoresProcessesThatAreNobodys() throws IOException {
        environment(42, "HOME=/root");

        tracker.onProcess(new ProcessEvent(CAUSE_EXEC, 0, 42, 0, 0, 1000, null));
        tracker.onProcess(new ProcessEvent(CAUSE_LISTEN, 0, 42, NETNS, 22, 1000, null));
        tracker.onProcess(new ProcessEvent(CAUSE_EXIT, 0, 42, 0, 0, 1000, null));

        assertThat(events).isEmpty();
        assertThat(kernel).isEmpty();
    }

    @Test
    void movesADiscoveredProcessToTheDeclaredFunctionWhosePortItOpens() throws IOException {
        environment(42, "K_SERVICE=fib");
        tracker.onProcess(new ProcessEvent(CAUSE_EXEC, 0, 42, 0, 0, 1000, null));

        tracker.onProcess(new ProcessEvent(CAUSE_LISTEN, idOf("thumbnail"), 42, NETNS, 8081, 2000, null));

        assertThat(table.pidsOf(FIB)).isEmpty();
        assertThat(table.pidsOf(THUMBNAIL)).containsExactly(42);
    }

    @Test
    void recordsForksWithoutAnnouncingThem() {
        int id = idOf("thumbnail");
        tracker.onProcess(new ProcessEvent(CAUSE_LISTEN, id, 41, NETNS, 8081, 1000, null));

        tracker.onProcess(new ProcessEvent(CAUSE_FORK, id, 43, 0, 0, 2000, null));
        tracker.onProcess(new ProcessEvent(CAUSE_EXIT, id, 43, 0, 0, 3000, null));

        assertThat(events)
                .containsExactly(new InstanceStarted(THUMBNAIL, 41, 1000), new InstanceExited(THUMBNAIL, 43, 1, 3000));
        assertThat(table.pidsOf(THUMBNAIL)).containsExactly(41);
    }

    @Test
    void givesAChildFoundRunningToItsParentsFunction() throws IOException {
        alive(41);
        alive(44);
        tracker.found(41, Set.of(new Listener(NETNS, 8081, 1)), 1000);

        tracker.found(44, Set.of(), 1000);

        assertThat(table.pidsOf(THUMBNAIL)).containsExactlyInAnyOrder(41, 44);
    }

    @Test
    void leavesOutAProcessThatEndedBeforeItsLookUp() throws IOException {
        tracker.onProcess(new ProcessEvent(CAUSE_LISTEN, 0, 43, NETNS, 8081, 1000, null));
        stat(44, EXITING, BIRTH_TICKS);
        tracker.onProcess(new ProcessEvent(CAUSE_LISTEN, 0, 44, NETNS, 8081, 1000, null));

        assertThat(table.size()).isZero();
        assertThat(kernel).containsExactly("port 77:8081 1", "port 77:8081 1");
        assertThat(events).isEmpty();
    }

    @Test
    void leavesOutAProcessThatStartedAfterTheEvent() throws IOException {
        EpochClock clock = new EpochClock();
        Files.writeString(root.resolve("uptime"), "5000.00 1.00\n");
        long nowNs = clock.nowNs();
        stat(43, 0, 500_000 - 10); // 0.1 s ago
        stat(44, 0, 500_000 - 100); // 1 s ago

        tracker.onProcess(new ProcessEvent(CAUSE_LISTEN, 0, 43, NETNS, 8081, nowNs - 500_000_000, null));
        tracker.onProcess(new ProcessEvent(CAUSE_LISTEN, 0, 44, NETNS, 8081, nowNs - 500_000_000, null));

        assertThat(table.pidsOf(THUMBNAIL)).containsExactly(44);
    }

    @Test
    void leavesOutAProcessThatEndedSinceItExecutedAnotherProgram() {
        tracker.onProcess(new ProcessEvent(CAUSE_EXEC, idOf("fib"), 42, 0, 0, 1000, Map.of()));

        assertThat(table.size()).isZero();
        assertThat(events).isEmpty();
    }

    @Test
    void forgetsAProcessWhoseIdBecameAnothersWhileItWasAdopted() throws IOException {
        alive(43);
        onAdoption = () -> stat(43, 0, BIRTH_TICKS + 1);

        tracker.onProcess(new ProcessEvent(CAUSE_LISTEN, 0, 43, NETNS, 8081, 1000, null));

        assertThat(table.size()).isZero();
        assertThat(kernel).containsExactly("port 77:8081 1", "process 43 1", "gone 43");
        assertThat(events)
                .containsExactly(new InstanceStarted(THUMBNAIL, 43, 1000), new InstanceExited(THUMBNAIL, 43, 0, 1000));
    }

    @Test
    void tellsOnceThatAProcessListensForTwoFunctions() throws IOException {
        environment(41, "");

        tracker.onProcess(new ProcessEvent(CAUSE_LISTEN, idOf("thumbnail"), 41, NETNS, 8081, 1000, null));
        assertThat(announced).isEmpty();
        tracker.onProcess(new ProcessEvent(CAUSE_LISTEN, idOf("resize"), 41, NETNS, 8082, 2000, null));
        tracker.onProcess(new ProcessEvent(CAUSE_LISTEN, idOf("resize"), 41, NETNS, 8082, 3000, null));

        AmbiguousProcess both = new AmbiguousProcess(41, Cause.SEVERAL_MATCH, Set.of("thumbnail", "resize"));
        assertThat(announced).containsExactly(both);
        assertThat(ambiguous.all()).containsExactly(both);
    }

    @Test
    void startsAfreshWithAProcessThatExecutesAnotherProgramOrEnds() throws IOException {
        environment(41, "");
        tracker.onProcess(new ProcessEvent(CAUSE_LISTEN, idOf("thumbnail"), 41, NETNS, 8081, 1000, null));

        tracker.onProcess(new ProcessEvent(CAUSE_EXEC, idOf("thumbnail"), 41, 0, 0, 2000, Map.of()));
        tracker.onProcess(new ProcessEvent(CAUSE_LISTEN, idOf("resize"), 41, NETNS, 8082, 3000, null));
        tracker.onProcess(new ProcessEvent(CAUSE_EXIT, idOf("resize"), 41, 0, 0, 4000, null));
        tracker.onProcess(new ProcessEvent(CAUSE_LISTEN, idOf("thumbnail"), 41, NETNS, 8081, 5000, null));

        assertThat(announced).isEmpty();
        assertThat(ambiguous.all()).isEmpty();
    }

    @Test
    void neverAdoptsItsOwnProcess() {
        int self = (int) ProcessHandle.current().pid();

        tracker.onProcess(new ProcessEvent(CAUSE_LISTEN, idOf("thumbnail"), self, NETNS, 8081, 1000, null));
        tracker.found(self, Set.of(new Listener(NETNS, 8081, 1)), 1000);

        assertThat(events).isEmpty();
        assertThat(table.size()).isZero();
    }

    private void environment(int pid, String variables) throws IOException {
        Path process = Files.createDirectories(root.resolve(Integer.toString(pid)));
        Files.writeString(process.resolve("environ"), variables);
        alive(pid);
    }

    private void alive(int pid) {
        stat(pid, 0, BIRTH_TICKS);
    }

    private void stat(int pid, int flags, long birthTicks) {
        String line = pid + " (worker) S 41 41 41 0 -1 " + flags + " 0 0 0 0 0 0 0 0 20 0 1 0 " + birthTicks;
        try {
            Files.writeString(
                    Files.createDirectories(root.resolve(Integer.toString(pid))).resolve("stat"), line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int idOf(String function) {
        return ids.idOf(function).orElseThrow();
    }
}

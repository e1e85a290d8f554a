package io.emfs.tests.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.emfs.bpf.guard.Guard;
import io.emfs.bpf.guard.GuardProgram;
import io.emfs.bpf.proc.ProcFs;
import io.emfs.bpf.proc.TaskIterator;
import io.emfs.bpf.sched.LinuxThreadScheduler;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.tests.Await;
import io.emfs.tests.kernel.RequiresKernel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The guard of this JVM, which hangs when it does not renew. */
@RequiresKernel
@Timeout(60)
class GuardIT {
    private static final ThreadPolicy P1 = ThreadPolicy.roundRobin(75);
    private static final ThreadPolicy NICE = ThreadPolicy.other(3);

    private static final int CAP_SYS_RESOURCE = 24;

    private static final TaskIterator TASKS = TaskIterator.open().orElseThrow();

    private final AtomicInteger told = new AtomicInteger();

    @TempDir
    private Path dir;

    @AfterAll
    static void closeIterator() {
        TASKS.close();
    }

    @Test
    void putsBackWhenTheLeaseLapsesAndIsOnGuardAgainWhenItIsRenewed() throws Exception {
        Path setting = Files.writeString(dir.resolve("setting"), "20\n");
        try (Sleeper process = Sleeper.at(P1);
                Guard guard = guard()) {
            new JournalText()
                    .process(process, NICE)
                    .line("sysctl " + setting + " 100")
                    .writeTo(dir);

            Await.until("put back", () -> process.policy().equals(NICE));
            Await.until("settings put back", () -> contentOf(setting).equals("100\n"));
            assertThat(guard.lapses()).isEqualTo(1);
            assertThat(dir.resolve("journal")).exists();

            process.set(P1); // an agent that stirs, but does not renew
            Await.until("put back again", () -> process.policy().equals(NICE));
            assertThat(guard.lapses()).isEqualTo(1);

            Await.until("told", () -> renewed(guard) && told.get() == 1);
            process.set(P1);
            Await.until("second lapse", () -> process.policy().equals(NICE));
            assertThat(guard.lapses()).isEqualTo(2);
            Await.until("told again", () -> renewed(guard) && told.get() == 2);
        }
    }

    @Test
    void leavesEverythingToAnAgentThatSendsItAway() throws Exception {
        try (Sleeper process = Sleeper.at(P1)) {
            Guard guard = guard();
            guard.renew();
            new JournalText().process(process, NICE).writeTo(dir);

            guard.close();

            assertThat(process.policy().priority()).isEqualTo(75);
            assertThat(dir.toFile().list()).containsExactly("journal");
        }
    }

    @Test
    void standsAloneAboveEverything() throws Exception {
        try (Guard guard = guard()) {
            ProcessHandle process = process();
            Path proc = Path.of("/proc/" + process.pid());
            assertThat(new LinuxThreadScheduler().policyOf((int) process.pid()))
                    .isEqualTo(new ThreadPolicy(ThreadPolicy.FIFO, 99, 0, false));
            assertThat(Files.readString(proc.resolve("oom_score_adj")))
                    .isEqualTo(mayLowerOomScore() ? "-1000\n" : Files.readString(Path.of("/proc/self/oom_score_adj")));
            assertThat(Files.readString(proc.resolve("stat")).split(" ")[5]).isEqualTo(Long.toString(process.pid()));
            assertThat(Files.readAllLines(proc.resolve("status")))
                    .anyMatch(line -> line.matches("VmLck:\\s+[1-9]\\d* kB"));
            // pipes, the terminal or log, the directory, the lock, the agent, its iterator
            assertThat(proc.resolve("fd").toFile().list()).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6");
            command("kill", "-TERM", Long.toString(process.pid()));
            command("kill", "-INT", Long.toString(process.pid()));
            guard.renew();
            assertThat(process.isAlive()).isTrue();
            assertThat(guard.trouble()).isEmpty();
        }
    }

    @Test
    void isReplacedWhenItIsKilled() throws Exception {
        try (Guard guard = guard()) {
            ProcessHandle killed = process();
            killed.destroyForcibly();
            killed.onExit().join();
            Await.until("replaced", () -> renewed(guard) && guard.trouble().isEmpty() && hasProcessOtherThan(killed));
            try (Sleeper process = Sleeper.at(P1)) {
                new JournalText().process(process, NICE).writeTo(dir);
                Await.until("put back", () -> process.policy().equals(NICE));
            }
        }
    }

    @Test
    void isMissedWhenItDoesNotLook() throws Exception {
        try (Guard guard = guard()) {
            String pid = Long.toString(process().pid());
            assertThat(command("kill", "-STOP", pid)).isZero();
            Await.until("missed", () -> guard.trouble().orElse("").contains("SIGCONT to " + pid));
            assertThat(command("kill", "-CONT", pid)).isZero();
            Await.until("back", () -> guard.trouble().isEmpty());
        }
    }

    @Test
    void isExecutedWhereThatIsAllowed() throws Exception {
        Path forbidden = Files.createDirectory(dir.resolve("noexec"));
        assumeTrue(
                command("mount", "-t", "tmpfs", "-o", "noexec", "tmpfs", forbidden.toString()) == 0, "mount(2) works");
        try {
            Guard.start(dir, new GuardProgram(List.of(forbidden, dir)), Guard.NO_LINK, () -> {})
                    .close();
            assertThatThrownBy(() -> Guard.start(dir, new GuardProgram(List.of(forbidden)), Guard.NO_LINK, () -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("noexec")
                    .hasMessageContaining(forbidden.toString());
        } finally {
            command("umount", forbidden.toString());
        }
    }

    private Guard guard() throws IOException {
        return Guard.start(dir, new GuardProgram(List.of(dir)), TASKS.link(), told::incrementAndGet);
    }

    private static boolean mayLowerOomScore() {
        return (new ProcFs().effectiveCapabilities((int) ProcessHandle.current().pid()) >> CAP_SYS_RESOURCE & 1) == 1;
    }

    private static boolean renewed(Guard guard) {
        guard.renew();
        return true;
    }

    private static ProcessHandle process() {
        return guards().get(0);
    }

    private static boolean hasProcessOtherThan(ProcessHandle former) {
        return guards().stream().anyMatch(process -> !process.equals(former));
    }

    private static List<ProcessHandle> guards() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").contains("emfs-guard"))
                .toList();
    }

    private static int command(String... words) throws IOException, InterruptedException {
        return new ProcessBuilder(words).start().waitFor();
    }

    private static String contentOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.emfs.tests.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emfs.bpf.guard.GuardProgram;
import io.emfs.bpf.proc.ProcFs;
import io.emfs.bpf.sched.LinuxThreadScheduler;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.tests.Await;
import io.emfs.tests.kernel.RequiresKernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code emfs-guard restore}, on journals written here and threads of this kernel. */
@RequiresKernel
@Timeout(60)
class RestoreIT {
    private static final ThreadPolicy P1 = ThreadPolicy.roundRobin(75);
    private static final ThreadPolicy NICE = ThreadPolicy.other(3);

    @TempDir
    private Path dir;

    private int exitCode;

    @Test
    void putsEveryKindOfPolicyBack() throws Exception {
        ThreadPolicy fifo = new ThreadPolicy(ThreadPolicy.FIFO, 7, 0, true);
        ThreadPolicy batch = new ThreadPolicy(3, 0, -2, false);
        try (Sleeper plain = Sleeper.at(P1);
                Sleeper realTime = Sleeper.at(P1);
                Sleeper other = Sleeper.at(ThreadPolicy.other(5))) {
            new JournalText()
                    .process(plain, NICE)
                    .process(realTime, fifo)
                    .process(other, batch)
                    .writeTo(dir);

            assertThat(restore()).isEqualTo("restored=3 gone=0 foreign=0 failed=0 sysctls=0");

            assertThat(exitCode).isZero();
            assertThat(plain.policy()).isEqualTo(NICE);
            assertThat(realTime.policy().policy()).isEqualTo(ThreadPolicy.FIFO);
            assertThat(realTime.policy().priority()).isEqualTo(7);
            assertThat(realTime.policy().resetOnFork()).isTrue();
            assertThat(other.policy()).isEqualTo(batch);
            assertThat(dir.resolve("journal")).doesNotExist();
        }
    }

    @Test
    void leavesAloneWhatIsNotOurs() throws Exception {
        try (Sleeper foreign = Sleeper.at(P1);
                Sleeper stranger = Sleeper.at(P1);
                Sleeper later = Sleeper.at(P1);
                Sleeper unchanged = Sleeper.at(NICE)) {
            foreign.set(ThreadPolicy.roundRobin(82));
            new JournalText()
                    .process(foreign, NICE)
                    .earlierProcess(later, NICE)
                    .process(unchanged, NICE)
                    .writeTo(dir);

            assertThat(restore()).isEqualTo("restored=0 gone=1 foreign=1 failed=0 sysctls=0");

            assertThat(foreign.policy().priority()).isEqualTo(82);
            assertThat(stranger.policy().priority()).isEqualTo(75);
            assertThat(later.policy().priority()).isEqualTo(75);
            assertThat(unchanged.policy()).isEqualTo(NICE);
        }
    }

    @Test
    void restoresThreadsAndChildrenThatInherited() throws Exception {
        Path ready = dir.resolve("ready");
        Process parent = new ProcessBuilder(
                        "sh", "-c", "sleep 60 & echo $! > " + ready + ".tmp; mv " + ready + ".tmp " + ready + "; wait")
                .start();
        LinuxThreadScheduler scheduler = new LinuxThreadScheduler();
        try (Sleeper started = Sleeper.at(P1)) {
            Await.until("child", () -> Files.exists(ready));
            int child = Integer.parseInt(Files.readString(ready).strip());
            scheduler.apply((int) parent.pid(), P1);
            scheduler.apply(child, P1);
            long start = new ProcFs()
                    .startTimeTicks((int) parent.pid(), (int) parent.pid())
                    .orElseThrow();
            new JournalText()
                    .line("thread " + parent.pid() + " " + start + " " + parent.pid() + " " + start + " 0 0 3 0")
                    .writeTo(dir);

            assertThat(restore()).isEqualTo("restored=2 gone=0 foreign=0 failed=0 sysctls=0");

            assertThat(scheduler.policyOf(child)).isEqualTo(NICE);
            assertThat(started.policy().priority()).isEqualTo(75);
            ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void givesASliceBack() throws Exception {
        try (Sleeper ours = Sleeper.at(P1);
                Sleeper byDefault = Sleeper.at(NICE)) {
            long defaultNs = byDefault.sliceNs();
            assumeTrue(defaultNs > 0, "a kernel with slices");
            new JournalText().process(ours, NICE, 7_000_000).writeTo(dir);
            restore();
            assertThat(ours.policy()).isEqualTo(new ThreadPolicy(ThreadPolicy.OTHER, 0, NICE.nice(), false, 7_000_000));

            ours.set(ThreadPolicy.other(5)); // a level of ours, with a slice of ours
            new JournalText().process(ours, ThreadPolicy.other(5), 0).writeTo(dir);
            restore();
            assertThat(ours.sliceNs()).isEqualTo(defaultNs);
        }
    }

    @Test
    void setsKernelSettingsBackToTheirFirstOriginal() throws Exception {
        Path setting = Files.writeString(dir.resolve("setting"), "20\n");
        new JournalText()
                .line("sysctl " + setting + " 100 200")
                .line("sysctl " + setting + " 20")
                .writeTo(dir);
        assertThat(restore()).isEqualTo("restored=0 gone=0 foreign=0 failed=0 sysctls=1");
        assertThat(setting).hasContent("100 200\n");
    }

    @Test
    void keepsTheJournalWhileSomethingFails() throws Exception {
        new JournalText().line("sysctl " + dir.resolve("none") + " 1").writeTo(dir);
        assertThat(restore()).isEqualTo("restored=0 gone=0 foreign=0 failed=1 sysctls=0");
        assertThat(exitCode).isEqualTo(1);
        assertThat(dir.resolve("journal")).exists();
    }

    @Test
    void usesTheRestOfADamagedJournalButNoTornLine() throws Exception {
        try (Sleeper known = Sleeper.at(P1);
                Sleeper torn = Sleeper.at(P1)) {
            new JournalText()
                    .line("thread x")
                    .line("")
                    .line("thread 1 2 3 4 5 6 7 8 9 10 11")
                    .process(known, NICE)
                    .torn("thread " + torn.pid() + " 1 ")
                    .writeTo(dir);
            assertThat(restore()).isEqualTo("restored=1 gone=0 foreign=0 failed=0 sysctls=0");
        }
    }

    @Test
    void doesNothingForAnotherBoot() throws Exception {
        try (Sleeper process = Sleeper.at(P1)) {
            new JournalText(1, "another-boot").process(process, NICE).writeTo(dir);
            assertThat(restore()).isEqualTo("restored=0 gone=0 foreign=0 failed=0 sysctls=0");
            assertThat(process.policy().priority()).isEqualTo(75);
        }
    }

    @Test
    void refusesAFormatOfTheFuture() throws Exception {
        new JournalText(3, "any").writeTo(dir);
        assertThat(run()).isEmpty();
        assertThat(exitCode).isEqualTo(1);
        assertThat(dir.resolve("journal")).exists();
    }

    @Test
    void hasNothingToDoWithoutAJournal() throws Exception {
        assertThat(restore()).isEqualTo("restored=0 gone=0 foreign=0 failed=0 sysctls=0");
    }

    private String restore() throws Exception {
        JsonNode report = new JsonMapper().readTree(run());
        StringBuilder text = new StringBuilder();
        for (String field : List.of("restored", "gone", "foreign", "failed", "sysctls")) {
            text.append(field).append('=').append(report.path(field).asInt(-1)).append(' ');
        }
        return text.toString().strip();
    }

    private String run() throws IOException, InterruptedException {
        Process guard = new GuardProgram(List.of(dir)).start("restore", dir.toString());
        String output = new String(guard.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        exitCode = guard.waitFor();
        return output;
    }
}

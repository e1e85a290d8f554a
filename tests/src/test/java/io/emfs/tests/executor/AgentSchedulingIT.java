package io.emfs.tests.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.emfs.bpf.NativeException;
import io.emfs.bpf.proc.ThreadFacts;
import io.emfs.bpf.sched.LinuxThreadScheduler;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.tests.Await;
import io.emfs.tests.FreePorts;
import io.emfs.tests.agent.AgentProcess;
import io.emfs.tests.kernel.RequiresKernel;
import io.emfs.tests.runtime.TestCgroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the kernel makes of it: functions that it refuses real time, and threads that would starve. */
@RequiresKernel
@Timeout(120)
class AgentSchedulingIT {
    private static final int CORE = Runtime.getRuntime().availableProcessors() - 1;
    private static final String VARIABLE = "EMFS_IT_FUNCTION";
    private static final long NS_PER_MS = 1_000_000;

    /** {@code policy.starvation-limit} here; it is looked after four times in it. */
    private static final long LIMIT_MS = 1_000;

    /** The agent looks after its own threads this often. */
    private static final long LOOK_MS = 500;

    /** Spinning processes end by themselves, whatever becomes of the test. */
    private static final String SPIN = "exec timeout 12 sh -c 'while :; do :; done'";

    private final LinuxThreadScheduler scheduler = new LinuxThreadScheduler();
    private final ThreadFacts facts = new ThreadFacts();
    private final String token = UUID.randomUUID().toString();
    private final List<Process> processes = new ArrayList<>();
    private AgentProcess agent;

    @BeforeEach
    void createAgent() throws IOException {
        agent = agent("auto");
    }

    private AgentProcess agent(String throttling) throws IOException {
        return AgentProcess.of(
                String.join(
                        "\n",
                        "functions:",
                        "  - {name: urgent, match: {env: {" + VARIABLE + ": urgent-" + token
                                + "}}, slo: {percentile: 95, latency: 10ms}}",
                        "  - {name: patient, match: {env: {" + VARIABLE + ": patient-" + token + "}}}",
                        "policy: {starvation-limit: " + LIMIT_MS + "ms, rt-throttling: " + throttling + "}"),
                FreePorts.one(),
                List.of());
    }

    @AfterEach
    void endAll() throws Exception {
        endProcesses();
        agent.close();
    }

    @Test
    void schedulesByNiceLevelAndSliceWhereTheCgroupForbidsRealTime() throws Exception {
        Optional<TestCgroup> created = TestCgroup.createUnder("cpu", "emfs-it-" + token);
        assumeTrue(created.isPresent(), "no cgroup v1 hierarchy with the cpu controller");
        try (TestCgroup group = created.get();
                AutoCloseable emptied = this::endProcesses) {
            assumeTrue(group.has("cpu.rt_runtime_us"), "no CONFIG_RT_GROUP_SCHED");
            agent.close();
            agent = agent("keep"); // without throttling the kernel permits what it would have to throttle at once
            int refused = start("urgent", group.around(List.of("sleep", "60")));
            int permitted = start("patient", List.of("sleep", "60"));
            ThreadPolicy original = scheduler.policyOf(permitted);
            agent.start();
            ThreadPolicy fairP1 =
                    new ThreadPolicy(ThreadPolicy.OTHER, 0, -20, false, scheduler.hasSlices() ? NS_PER_MS : 0);
            Await.until("nice −20", () -> scheduler.policyOf(refused).equals(fairP1));
            Await.until("p6", () -> scheduler.policyOf(permitted).priority() == 17);
            Await.until(
                    "fair",
                    () -> agent.function("urgent")
                            .map(function -> function.path("mode").asText())
                            .equals(Optional.of("fair")));
            assertThat(agent.metrics())
                    .containsPattern("emfs_function_real_time\\{function=\"urgent\",[^}]*\\} 0.0")
                    .containsPattern("emfs_function_real_time\\{function=\"patient\",[^}]*\\} 1.0");
            assertThat(Files.readString(agent.log())).containsOnlyOnce("urgent is scheduled by nice levels and slices");

            agent.stop();

            assertThat(scheduler.policyOf(refused)).isEqualTo(original);
            assertThat(scheduler.policyOf(permitted)).isEqualTo(original);
        }
    }

    @Test
    void boostsAStarvingThreadAndLeavesOthersTheirShare() throws Exception {
        assumeTrue(CORE > 0, "the hog would have the only core");
        agent.start();
        int unmanaged = start("nobody", List.of("taskset", "-c", Integer.toString(CORE), "sh", "-c", SPIN));
        int patient = start("patient", List.of("taskset", "-c", Integer.toString(CORE), "sh", "-c", SPIN));
        Await.until("p6", () -> scheduler.policyOf(spinning(patient)).priority() == 17);
        int urgent = start("urgent", List.of("taskset", "-c", Integer.toString(CORE), "sh", "-c", SPIN));
        Await.until("p1", () -> scheduler.policyOf(spinning(urgent)).priority() == 81);

        int waiting = spinning(patient);
        int other = spinning(unmanaged);
        long startNs = System.nanoTime();
        long otherRanNs = facts.ranNs(other, other);
        long ranNs = facts.ranNs(waiting, waiting);
        long firstRanNs = ranNs;
        long sinceNs = startNs;
        long longestNs = 0;
        while (System.nanoTime() - startNs < 5 * LIMIT_MS * NS_PER_MS) {
            Thread.sleep(10);
            long now = facts.ranNs(waiting, waiting);
            if (now != ranNs) {
                longestNs = Math.max(longestNs, System.nanoTime() - sinceNs);
                sinceNs = System.nanoTime();
                ranNs = now;
            }
        }
        longestNs = Math.max(longestNs, System.nanoTime() - sinceNs);
        long othersMs = (facts.ranNs(other, other) - otherRanNs) / NS_PER_MS;
        System.out.printf(
                "in 5 s behind a hog: ran %d ms, waited %d ms at most; unmanaged ran %d ms%n",
                (ranNs - firstRanNs) / NS_PER_MS, longestNs / NS_PER_MS, othersMs);

        assertThat(ranNs - firstRanNs).as("one quantum each time").isGreaterThanOrEqualTo(2 * 20 * NS_PER_MS);
        // the limit, a scan, and the hog's round-robin slice
        assertThat(longestNs / NS_PER_MS).isLessThanOrEqualTo(LIMIT_MS + LIMIT_MS / 4 + 100);
        assertThat(othersMs).as("the fair server").isPositive();
        assertThat(agent.metrics()).containsPattern("emfs_starvation_boosts_total\\{function=\"patient\"");
        assertThat(Files.readString(agent.stateDirectory().resolve("audit.jsonl")))
                .contains("\"kind\":\"boost\"")
                .contains("\"kind\":\"move\"");
        endProcesses();
    }

    @Test
    void hasDeadlinesOnlyWhileFunctionsMayRunOnItsCore() throws Exception {
        assumeTrue(CORE > 0, "the agent shares the only core");
        agent.start();
        int elsewhere = start("patient", List.of("taskset", "-c", Integer.toString(CORE), "sh", "-c", "exec sleep 60"));
        Await.until("p6", () -> scheduler.policyOf(elsewhere).priority() == 17);
        Thread.sleep(2 * LOOK_MS);
        assertThat(threadsWithDeadline()).isZero();

        start("urgent", List.of("taskset", "-c", "0-" + CORE, "sleep", "60"));
        Await.until("deadlines", () -> threadsWithDeadline() > 0);

        processes.get(1).destroyForcibly().waitFor();
        Await.until("no deadlines", () -> threadsWithDeadline() == 0);
        assertThat(scheduler.policyOf(elsewhere).priority()).isEqualTo(17);
    }

    private long threadsWithDeadline() {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + agent.pid() + "/task"))) {
            return tasks.filter(task -> policyOf(task) == ThreadPolicy.DEADLINE).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int policyOf(Path task) {
        try {
            return scheduler
                    .policyOf(Integer.parseInt(task.getFileName().toString()))
                    .policy();
        } catch (NativeException endedMeanwhile) {
            return ThreadPolicy.OTHER;
        }
    }

    private int start(String function, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(Map.of(VARIABLE, function + "-" + token));
        Process process = builder.start();
        processes.add(process);
        return (int) process.pid();
    }

    /** timeout(1)'s child, once it is there. */
    private static int spinning(int pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::children)
                .findFirst()
                .map(child -> (int) child.pid())
                .orElse(pid);
    }

    private void endProcesses() throws InterruptedException {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }
}

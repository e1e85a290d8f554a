package io.emfs.tests.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.proc.KernelFile;
import io.emfs.bpf.proc.ProcFs;
import io.emfs.bpf.sched.LinuxThreadScheduler;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.tests.Await;
import io.emfs.tests.FreePorts;
import io.emfs.tests.agent.AgentProcess;
import io.emfs.tests.kernel.RequiresKernel;
import io.emfs.tests.workload.FunctionServer;
import io.emfs.tests.workload.ServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of functions when the agent is killed or hangs, with nobody to help but its guard. */
@RequiresKernel
@Timeout(120)
class AgentGuardIT {
    private static final String CONFIG = """
            functions:
              - {name: short, match: {env: {EMFS_TEST: short}}, slo: {percentile: 95, latency: 24ms}}
              - {name: daemon, match: {env: {EMFS_TEST: daemon}}, slo: {percentile: 95, latency: 24ms}}
            """;
    private static final int CORE = Runtime.getRuntime().availableProcessors() - 1;
    private static final int THREADS = 200;
    private static final double REQUEST_CPU_MS = 30;
    private static final double NS_PER_MS = 1e6;
    private static final ThreadPolicy P2 = ThreadPolicy.roundRobin(71);
    private static final ThreadPolicy NICE_3 = ThreadPolicy.other(3);
    private static final Path RR_SLICE = Path.of("/proc/sys/kernel/sched_rr_timeslice_ms");
    private static final Path RT_RUNTIME = Path.of("/proc/sys/kernel/sched_rt_runtime_us");

    private final LinuxThreadScheduler scheduler = new LinuxThreadScheduler();
    private final ProcFs proc = new ProcFs();

    /** What is started here inherits the nice level. */
    private final ThreadPolicy original = ThreadPolicy.other(
            scheduler.policyOf((int) ProcessHandle.current().pid()).nice());

    private final String sysctls = sysctls();
    private final List<Process> processes = new ArrayList<>();
    private AgentProcess agent;

    @BeforeEach
    void createAgent() throws Exception {
        agent = AgentProcess.of(CONFIG, FreePorts.one(), List.of());
    }

    private void startAgent() throws Exception {
        agent.start();
        Await.until("road tested", () -> log().contains("scheduling the functions"));
    }

    @AfterEach
    void endAgentAndFindTheMachineUnchanged() throws Exception {
        processes.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
        agent.close();
        assertThat(sysctls()).isEqualTo(sysctls);
    }

    @Test
    void restoresTheThreadsOfAFullCoreWhenTheAgentIsKilled() throws Exception {
        startAgent();
        Process foreign = start("chrt", "-r", "75", "sleep", "60");
        try (FunctionServer server = server(ServerOptions.ofCpu(REQUEST_CPU_MS, 0, CORE))) {
            Await.until("p2", () -> allThreads(server.pid(), P2));
            List<Socket> clients = connect(server);
            Await.until(
                    "a thread each",
                    () -> proc.threads((int) server.pid()).length == THREADS + 1 && allThreads(server.pid(), P2));
            for (Socket client : clients) {
                client.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            }
            long killedNs = System.nanoTime();
            agent.kill();

            Await.until("restored", () -> allThreads(server.pid(), original));

            System.out.printf(
                    "kill -9 to the last of %d threads restored: at most %.1f ms%n",
                    proc.threads((int) server.pid()).length, (System.nanoTime() - killedNs) / NS_PER_MS);
            Await.until("sysctls", () -> sysctls().equals(sysctls));
            assertThat(scheduler.policyOf((int) foreign.pid()).priority()).isEqualTo(75);
            Await.until("told", () -> log().contains("the agent ended; put back "));
            for (Socket client : clients) {
                client.close();
            }
            assertThat(agent.restore()).isZero(); // finds nothing but working files
        }
    }

    @Test
    void restoresWhileTheAgentHangsAndPlacesAnewWhenItGoesOnOrAnotherIsStarted() throws Exception {
        try (FunctionServer server = server(ServerOptions.ofFib(20, 10, 0, CORE))) {
            scheduler.apply((int) server.pid(), NICE_3);
            startAgent();
            Await.until("p2", () -> allThreads(server.pid(), P2));
            assertThat(agent.metrics()).contains("emfs_guard_lapses_total 0.0");
            String tuned = sysctls();
            signal("STOP", agent.pid());

            Await.until("restored", () -> allThreads(server.pid(), NICE_3));
            Await.until("sysctls", () -> sysctls().equals(sysctls));
            signal("CONT", agent.pid());

            Await.until("p2 again", () -> allThreads(server.pid(), P2));
            Await.until("tuned again", () -> sysctls().equals(tuned));
            assertThat(agent.metrics()).contains("emfs_guard_lapses_total 1.0");
            agent.kill();
            agent.start(); // at once: the guard of the old one restores meanwhile
            Await.until("p2 once more", () -> allThreads(server.pid(), P2));
            agent.stop();
            assertThat(scheduler.policyOf((int) server.pid())).isEqualTo(NICE_3);
            assertThat(log()).doesNotContain("did not end cleanly");
        }
    }

    @Test
    void restoresAForkedProcessWhoseParentHasEnded() throws Exception {
        startAgent();
        Path fifo = agent.stateDirectory().resolve("fifo");
        assertThat(start("mkfifo", fifo.toString()).waitFor()).isZero();
        // told to, it forks a process that forks one that stays, and neither executes anything
        Process daemon = start(
                "env", "EMFS_TEST=daemon", "sh", "-c", "read go; ( (read x < " + fifo + ") & ); read end; : " + fifo);
        Await.until("p2", () -> allThreads(daemon.pid(), P2));
        daemon.getOutputStream().write('\n');
        daemon.getOutputStream().flush();
        Await.until("orphan", () -> orphans(fifo, daemon).length == 1);
        int orphan = orphans(fifo, daemon)[0];
        assertThat(scheduler.policyOf(orphan).priority()).isEqualTo(71);
        Await.until("journalled", () -> journal().contains("thread " + orphan + " "));

        agent.kill();

        try {
            Await.until("parent", () -> allThreads(daemon.pid(), original));
            Await.until("orphan", () -> allThreads(orphan, original));
            assertThat(agent.restore()).isZero(); // finds nothing but working files
        } finally {
            ProcessHandle.of(orphan).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static FunctionServer server(ServerOptions options) throws IOException {
        return FunctionServer.start(options.withEnvironment(Map.of("EMFS_TEST", "short")));
    }

    private Process start(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        processes.add(process);
        return process;
    }

    private static List<Socket> connect(FunctionServer server) throws IOException {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            clients.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
        }
        return clients;
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private boolean allThreads(long pid, ThreadPolicy expected) {
        return Arrays.stream(proc.threads((int) pid))
                .mapToObj(scheduler::policyOf)
                .allMatch(policy -> policy.policy() == expected.policy()
                        && policy.priority() == expected.priority()
                        && (policy.realTime() || policy.nice() == expected.nice()));
    }

    /** Forked shells have their parent's command line. */
    private int[] orphans(Path fifo, Process parent) {
        return Arrays.stream(proc.processes())
                .filter(pid -> pid != parent.pid() && proc.command(pid).contains(fifo.toString()))
                .filter(pid -> proc.command(pid).startsWith("sh -c"))
                .filter(pid -> proc.parent(pid).orElse(0) != parent.pid())
                .filter(pid -> !proc.parent(pid).map(proc::command).orElse("").contains(fifo.toString()))
                .toArray();
    }

    private String journal() {
        String name = agent.stateDirectory().toString().substring(1).replace('/', '-');
        return Stream.of("/run", "/dev/shm")
                .map(memory -> Path.of(memory, "emfs-" + System.getProperty("user.name"), name, "journal"))
                .filter(Files::exists)
                .map(AgentGuardIT::contentOf)
                .findFirst()
                .orElse("");
    }

    private String log() {
        return contentOf(agent.log());
    }

    private static String contentOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sysctls() {
        try {
            return KernelFile.read(RR_SLICE) + " " + KernelFile.read(RT_RUNTIME);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

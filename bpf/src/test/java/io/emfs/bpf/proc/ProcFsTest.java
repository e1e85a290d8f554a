package io.emfs.bpf.proc;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcFsTest {
    @TempDir
    private Path root;

    private ProcFs proc;

    @BeforeEach
    void createProcess() throws IOException {
        proc = new ProcFs(root);
        write("41/environ", "FUNCTION_TARGET=fib\0EMPTY=\0PATH=/bin:/usr/bin\0");
        write("41/cmdline", "python3\0fib.py\0--port\0008081\0");
        write("41/cgroup", "3:cpu,cpuacct:/pods/a\n2:memory:/pods/a\n0::/unified\n");
        write("41/stat", "41 (a) b) c) S 7 41 41 0 -1 0 0 0 0 0 0 0 0 0 20 0 2 0 98765 0 0");
        write("41/task/41/stat", "41 (a) b) c) S 7 41 41 0 -1 0 0 0 0 0 0 0 0 0 20 0 2 0 98765 0 0");
        write("41/task/42/stat", "42 (worker) S 7 41 41 0 -1 0 0 0 0 0 0 0 0 0 20 0 2 0 98800 0 0");
        write("41/status", "Name:\tx\nCapEff:\t0000000000800000\n");
        write("41/net/tcp", """
                  sl  local_address
                   0: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 777 1
                   1: 0100007F:1F92 0100007F:0050 01 00000000:00000000 00:00000000 00000000     0        0 778 1
                """);
        write("41/net/tcp6", """
                  sl  local_address
                   0: 00000000000000000000000000000000:1F93 0:0000 0A 0:0 00:0 0     0        0 779 1
                """);
        Files.createDirectories(root.resolve("41/fd"));
        Files.createSymbolicLink(root.resolve("41/fd/3"), Path.of("socket:[777]"));
        Files.createSymbolicLink(root.resolve("41/fd/4"), Path.of("/dev/null"));
        Files.createSymbolicLink(root.resolve("41/fd/5"), Path.of("socket:[778]"));
        Files.createDirectories(root.resolve("41/ns"));
        Files.createSymbolicLink(root.resolve("41/ns/net"), Path.of("net:[4026531840]"));
        Files.createDirectories(root.resolve("self"));
    }

    @Test
    void findsListenOverflowsByTheirColumn() throws IOException {
        write("41/net/netstat", """
                TcpExt: SyncookiesSent ListenOverflows ListenDrops
                TcpExt: 1 17 18
                IpExt: InNoRoutes
                IpExt: 0
                """);

        assertThat(proc.listenOverflows(41)).contains(17L);
        assertThat(proc.listenOverflows(99)).isEmpty();
    }

    @Test
    void listsSocketsWithBothEnds() {
        assertThat(proc.sockets(41))
                .containsExactlyInAnyOrder(new SocketRow(0x1F91, 0, 10, 777), new SocketRow(0x1F92, 0x50, 1, 778));
        assertThat(proc.sockets(41)).filteredOn(SocketRow::established).hasSize(1);
        assertThat(proc.sockets(99)).isEmpty();
    }

    @Test
    void listsProcessesAndThreads() {
        assertThat(proc.processes()).containsExactly(41);
        assertThat(proc.threads(41)).containsExactly(41, 42);
    }

    @Test
    void readsStartTimeAndParentPastACommandNameWithParentheses() {
        assertThat(proc.startTimeTicks(41, 41)).contains(98765L);
        assertThat(proc.startTimeTicks(41, 42)).contains(98800L);
        assertThat(proc.parent(41)).contains(7);
    }

    @Test
    void knowsWhichProcessesLive() throws IOException {
        String exiting = "(x) R 7 41 41 0 -1 4194564 0 0 0 0 0 0 0 0 20 0 1 0 98765 0 0";
        String alive = "(x) S 7 41 41 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 98765 0 0";
        write("42/stat", "42 " + exiting);
        write("42/task/42/stat", "42 " + exiting);
        write("43/stat", "43 " + exiting);
        write("43/task/43/stat", "43 " + exiting);
        write("43/task/44/stat", "44 " + alive);

        assertThat(proc.livingSinceTicks(41)).contains(98765L);
        assertThat(proc.livingSinceTicks(42)).isEmpty();
        assertThat(proc.livingSinceTicks(43)).contains(98765L);
        assertThat(proc.livingSinceTicks(99)).isEmpty();
    }

    @Test
    void readsTheUptimeInTicks() throws IOException {
        assertThat(proc.uptimeTicks()).isEmpty();
        write("uptime", "23149.22 46000.10\n");

        assertThat(proc.uptimeTicks()).contains(2_314_922L);
    }

    @Test
    void readsEnvironmentAndCommand() {
        assertThat(proc.environment(41))
                .containsOnly(entry("FUNCTION_TARGET", "fib"), entry("EMPTY", ""), entry("PATH", "/bin:/usr/bin"));
        assertThat(proc.command(41)).isEqualTo("python3 fib.py --port 8081");
    }

    @Test
    void readsCgroupsOfBothVersions() {
        assertThat(proc.cgroups(41)).containsExactly("/pods/a", "/unified");
        assertThat(proc.cpuCgroup(41)).contains("/pods/a");
    }

    @Test
    void readsListeningPortsOfBothFamiliesAndNotConnections() {
        assertThat(proc.listeningPorts(41)).containsOnly(entry(777L, 0x1F91), entry(779L, 0x1F93));
        assertThat(proc.socketInodes(41)).containsExactly(777, 778);
        assertThat(proc.networkNamespace(41)).contains((int) 4026531840L);
    }

    @Test
    void readsEffectiveCapabilities() {
        assertThat(proc.effectiveCapabilities(41)).isEqualTo(1L << 23);
    }

    @Test
    void hasNothingToSayOfAProcessThatIsGone() {
        assertThat(proc.threads(99)).isEmpty();
        assertThat(proc.environment(99)).isEmpty();
        assertThat(proc.startTimeTicks(99, 99)).isEmpty();
        assertThat(proc.listeningPorts(99)).isEmpty();
        assertThat(proc.command(99)).isEmpty();
        assertThat(proc.exists(99)).isFalse();
    }

    private void write(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }
}

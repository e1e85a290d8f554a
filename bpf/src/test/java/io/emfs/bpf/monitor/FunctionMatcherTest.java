package io.emfs.bpf.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.monitor.AmbiguousProcess.Cause;
import io.emfs.bpf.proc.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionMatcherTest {
    private static final int PID = 41;

    @TempDir
    private Path root;

    private final List<AmbiguousProcess> announced = new ArrayList<>();
    private AmbiguousProcesses ambiguous;
    private FunctionMatcher matcher;

    @BeforeEach
    void createMatcher() throws IOException {
        ambiguous = new AmbiguousProcesses(new ProcFs(root), announced::add);
        matcher = new FunctionMatcher(
                TestConfigs.of(
                        "functions:",
                        "  - {name: thumbnail, match: {port: 8081}}",
                        "  - {name: resize, match: {port: 8082, env: {STAGE: prod}}}",
                        "  - {name: script, match: {command: 'python3 *.py', cgroup: '/pods/*'}}",
                        "  - {name: blue, match: {port: 8083, netns: " + namespace("blue") + "}}",
                        "  - {name: green, match: {port: 8083, netns: " + namespace("green") + "}}"),
                ambiguous);
    }

    @Test
    void matchesByPort() throws IOException {
        assertThat(match("", "", "", 8081)).contains("thumbnail");
    }

    @Test
    void wantsEveryCriterionToHold() throws IOException {
        assertThat(match("STAGE=prod", "", "", 8082)).contains("resize");
        assertThat(match("STAGE=test", "", "", 8082)).isEmpty();
        assertThat(match("STAGE=prod", "", "", 9999)).isEmpty();
        assertThat(match("", "python3\0fib.py", "0::/pods/a\n")).contains("script");
        assertThat(match("", "python3\0fib.py", "0::/other\n")).isEmpty();
    }

    @Test
    void discoversByTheFirstVariableThatIsSet() throws IOException {
        assertThat(match("FUNCTION_TARGET=handler\0K_SERVICE=fib", "", "")).contains("fib");
        assertThat(match("K_SERVICE=\0FUNCTION_TARGET=handler", "", "")).contains("handler");
        assertThat(match("HOME=/root", "", "")).isEmpty();
    }

    @Test
    void prefersADeclaredFunctionToADiscoveredOne() throws IOException {
        assertThat(match("K_SERVICE=fib", "", "", 8081)).contains("thumbnail");
    }

    @Test
    void tellsOnePortInTwoNetworkNamespacesApart() throws IOException {
        enter("green");
        assertThat(match("", "", "", 8083)).contains("green");
        enter("blue");
        assertThat(match("", "", "", 8083)).contains("blue");
        assertThat(match("", "", "", 8084)).isEmpty();
    }

    @Test
    void matchesNobodyByANamespaceThatIsNotThere() throws IOException {
        enter("blue");
        Files.delete(root.resolve("namespace-blue"));

        assertThat(match("", "", "", 8083)).isEmpty();
    }

    @Test
    void prefersTheFirstDeclaredAndTellsOnceThatMoreMatch() throws IOException {
        assertThat(match("STAGE=prod", "", "", 8081, 8082)).contains("thumbnail");
        assertThat(match("STAGE=prod", "python3\0fib.py", "0::/pods/a\n", 8081, 8082))
                .contains("thumbnail");

        assertThat(announced)
                .containsExactly(new AmbiguousProcess(PID, Cause.SEVERAL_MATCH, Set.of("thumbnail", "resize")));
        assertThat(ambiguous.all())
                .containsExactly(
                        new AmbiguousProcess(PID, Cause.SEVERAL_MATCH, Set.of("thumbnail", "resize", "script")));
        assertThat(announced.get(0).detail()).startsWith("serves thumbnail, resize, which cannot be told apart");
    }

    @Test
    void findsNothingAmbiguousInADeclaredFunctionThatIsDiscoverableToo() throws IOException {
        match("K_SERVICE=fib\0FUNCTION_TARGET=handler", "", "", 8081);

        assertThat(announced).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node\0/srv/node_modules/.bin/serverless\0offline",
                "node\0/srv/node_modules/.bin/sls\0offline\0start\0--httpPort\0003000",
                "node\0/srv/node_modules/serverless/bin/serverless.js\0--stage\0dev\0offline",
                "serverless\0offline"
            })
    void tellsThatFunctionsOfServerlessOfflineShareOneProcess(String command) throws IOException {
        assertThat(match("", command, "", 3000)).isEmpty();
        assertThat(match("", command, "", 8081)).contains("thumbnail");

        assertThat(announced).containsExactly(new AmbiguousProcess(PID, Cause.SHARED_RUNTIME, Set.of()));
        assertThat(ambiguous.all())
                .containsExactly(new AmbiguousProcess(PID, Cause.SHARED_RUNTIME, Set.of("thumbnail")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node\0serverless\0deploy",
                "node\0/srv/my-serverless\0offline",
                "node\0serverless\0offlinestore",
                "vi\0serverless.yml"
            })
    void takesNoOtherProgramForServerlessOffline(String command) throws IOException {
        match("", command, "", 3000);

        assertThat(announced).isEmpty();
    }

    @Test
    void looksAtTheCommandOfListenersOnly() throws IOException {
        match("", "serverless\0offline", "");

        assertThat(announced).isEmpty();
    }

    @Test
    void leavesToTheKernelSideOnlyFunctionsMatchedByPortAlone() {
        assertThat(matcher.matchedByPortAlone()).extracting("name").containsExactly("thumbnail");
    }

    private Path namespace(String name) throws IOException {
        return Files.createFile(root.resolve("namespace-" + name));
    }

    /** Lets the process's namespace link show the inode of a file that stands for the namespace. */
    private void enter(String name) throws IOException {
        Path namespaces = Files.createDirectories(root.resolve(PID + "/ns"));
        Files.deleteIfExists(namespaces.resolve("net"));
        Object inode = Files.getAttribute(root.resolve("namespace-" + name), "unix:ino");
        Files.createSymbolicLink(namespaces.resolve("net"), Path.of("net:[" + inode + "]"));
    }

    private Optional<String> match(String environment, String command, String cgroup, Integer... ports)
            throws IOException {
        Path process = Files.createDirectories(root.resolve(Integer.toString(PID)));
        Files.writeString(process.resolve("environ"), environment);
        Files.writeString(process.resolve("cmdline"), command);
        Files.writeString(process.resolve("cgroup"), cgroup);
        return matcher.match(new ProcessFacts(new ProcFs(root), PID, Set.of(ports), null));
    }
}

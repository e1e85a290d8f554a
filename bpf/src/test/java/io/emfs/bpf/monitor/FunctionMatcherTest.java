package io.emfs.bpf.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.proc.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionMatcherTest {
    private static final int PID = 41;

    private final FunctionMatcher matcher = new FunctionMatcher(TestConfigs.of(
            "functions:",
            "  - {name: thumbnail, match: {port: 8081}}",
            "  - {name: resize, match: {port: 8082, env: {STAGE: prod}}}",
            "  - {name: script, match: {command: 'python3 *.py', cgroup: '/pods/*'}}"));

    @TempDir
    private Path root;

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
    void leavesToTheKernelSideOnlyFunctionsMatchedByPortAlone() {
        assertThat(matcher.matchedByPortAlone()).extracting("name").containsExactly("thumbnail");
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

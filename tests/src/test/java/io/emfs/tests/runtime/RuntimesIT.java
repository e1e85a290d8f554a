package io.emfs.tests.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.monitor.AmbiguousProcess;
import io.emfs.bpf.monitor.AmbiguousProcess.Cause;
import io.emfs.bpf.probe.Finding;
import io.emfs.bpf.probe.FunctionProbe;
import io.emfs.config.ConfigLoader;
import io.emfs.state.RequestAnswered;
import io.emfs.tests.Await;
import io.emfs.tests.FreePorts;
import io.emfs.tests.kernel.RequiresKernel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose a request is: real runtimes, and each way of declaring a function, running before the monitor and after. */
@RequiresKernel
@Timeout(120)
class RuntimesIT {
    private static final int REQUESTS = 25;
    private static final long SELF = ProcessHandle.current().pid();

    private final int port = FreePorts.one();

    @BeforeAll
    @Timeout(600)
    static void install() throws Exception {
        NodePackages.installed();
    }

    @ParameterizedTest
    @EnumSource
    void countsEveryRequestOfARuntimeThatRunsAlready(HttpRuntime runtime) throws Exception {
        try (RunningFunction function = runtime.start(port);
                Watch watch = new Watch()) {
            watch.awaitListeners(1);
            countsEveryRequest(watch, runtime.function(), function);
        }
    }

    @ParameterizedTest
    @EnumSource
    void countsEveryRequestOfARuntimeThatStartsLater(HttpRuntime runtime) throws Exception {
        try (Watch watch = new Watch();
                RunningFunction function = runtime.start(port)) {
            watch.awaitListeners(1);
            countsEveryRequest(watch, runtime.function(), function);
        }
    }

    @Test
    void countsEveryInvocationOfALambdaThatRunsAlready() throws Exception {
        LambdaRuntime runtime = new LambdaRuntime();
        try (RunningFunction function = runtime.start(0);
                Watch watch = new Watch()) {
            countsEveryRequest(watch, runtime.function(), function);
        }
    }

    @Test
    void countsEveryInvocationOfALambdaThatStartsLater() throws Exception {
        LambdaRuntime runtime = new LambdaRuntime();
        try (Watch watch = new Watch();
                RunningFunction function = runtime.start(0)) {
            countsEveryRequest(watch, runtime.function(), function);
        }
    }

    @Test
    void runsALambda() throws Exception {
        try (RunningFunction lambda = new LambdaRuntime().start(0)) {
            lambda.invoke(REQUESTS);
        }
    }

    @ParameterizedTest(name = "runs before the monitor: {0}")
    @ValueSource(booleans = {true, false})
    void prefersTheDeclaredPortToTheEnvironment(boolean before) throws Exception {
        String declared = "{name: declared, match: {port: " + port + "}}";
        if (before) {
            try (RunningFunction function = HttpRuntime.KNATIVE_NODE.start(port);
                    Watch watch = new Watch(declared)) {
                watch.awaitListeners(1);
                countsEveryRequest(watch, "declared", function);
            }
        } else {
            try (Watch watch = new Watch(declared);
                    RunningFunction function = HttpRuntime.KNATIVE_NODE.start(port)) {
                watch.awaitListeners(1);
                countsEveryRequest(watch, "declared", function);
            }
        }
    }

    @ParameterizedTest(name = "runs before the monitor: {0}")
    @ValueSource(booleans = {true, false})
    void findsAFunctionByItsCgroup(boolean before) throws Exception {
        String name = "emfs-test-" + SELF;
        try (TestCgroup group = TestCgroup.create(name)) {
            findsFibServer(before, "{cgroup: '*/" + name + "'}", group::around);
        }
    }

    @ParameterizedTest(name = "runs before the monitor: {0}")
    @ValueSource(booleans = {true, false})
    void findsAFunctionByItsCommand(boolean before) throws Exception {
        findsFibServer(before, "{command: '/*/fibserver *--port " + port + "*'}", UnaryOperator.identity());
    }

    @ParameterizedTest(name = "run before the monitor: {0}")
    @ValueSource(booleans = {true, false})
    void tellsOnePortInTwoNetworkNamespacesApart(boolean before) throws Exception {
        try (NetworkNamespace blue = NetworkNamespace.create("emfs-blue-" + SELF);
                NetworkNamespace green = NetworkNamespace.create("emfs-green-" + SELF)) {
            String[] functions = {inNamespace("blue", blue), inNamespace("green", green)};
            if (before) {
                try (ProcessTree blueServer = FibServer.start(port, blue::around);
                        ProcessTree greenServer = FibServer.start(port, green::around);
                        Watch watch = new Watch(functions)) {
                    tellsApart(watch, blue, blueServer, green, greenServer);
                }
            } else {
                try (Watch watch = new Watch(functions);
                        ProcessTree blueServer = FibServer.start(port, blue::around);
                        ProcessTree greenServer = FibServer.start(port, green::around)) {
                    tellsApart(watch, blue, blueServer, green, greenServer);
                }
            }
        }
    }

    @Test
    void tellsOnePortInTwoNetworkNamespacesApartByTheEnvironment() throws Exception {
        try (NetworkNamespace blue = NetworkNamespace.create("emfs-blue-" + SELF);
                NetworkNamespace green = NetworkNamespace.create("emfs-green-" + SELF);
                Watch watch = new Watch();
                ProcessTree blueServer = FibServer.start(port, command -> named("blue", blue.around(command)));
                ProcessTree greenServer = FibServer.start(port, command -> named("green", green.around(command)))) {
            tellsApart(watch, blue, blueServer, green, greenServer);
        }
    }

    @ParameterizedTest(name = "runs before the monitor: {0}")
    @ValueSource(booleans = {true, false})
    void followsAServerThatForksAProcessPerRequest(boolean before) throws Exception {
        String function = "{name: forking, match: {port: " + port + "}}";
        if (before) {
            try (ProcessTree server = FibServer.start(port, UnaryOperator.identity(), "--fork");
                    Watch watch = new Watch(function)) {
                followsForks(watch, server);
            }
        } else {
            try (Watch watch = new Watch(function);
                    ProcessTree server = FibServer.start(port, UnaryOperator.identity(), "--fork")) {
                followsForks(watch, server);
            }
        }
    }

    @Test
    void saysThatFunctionsOfServerlessOfflineCannotBeToldApart(@TempDir Path directory) throws Exception {
        Path program = Files.writeString(
                directory.resolve("serverless"),
                "require('http').createServer((request, response) => response.end('ok')).listen(" + port
                        + ", '127.0.0.1', () => console.log('listening'));");
        List<String> command = List.of("node", program.toString(), "offline", "--httpPort", Integer.toString(port));
        String function = "{name: api, match: {port: " + port + "}}";
        try (Watch watch = new Watch(function);
                ProcessTree offline = ProcessTree.start(command, Map.of(), directory)) {
            AmbiguousProcess expected = new AmbiguousProcess(offline.pid(), Cause.SHARED_RUNTIME, Set.of("api"));
            Await.until(
                    "noticed", () -> !watch.monitor().ambiguousProcesses().all().isEmpty());
            assertThat(watch.monitor().ambiguousProcesses().all()).containsExactly(expected);
            assertThat(new FunctionProbe()
                            .ask(ConfigLoader.parse("test", "functions: [" + function + "]", List.of())
                                    .config()))
                    .contains(Finding.degraded("process " + offline.pid(), expected.detail(), AmbiguousProcess.REMEDY));
        }
    }

    private static void countsEveryRequest(Watch watch, String name, RunningFunction function) throws Exception {
        watch.awaitProcesses(name, function::pids);
        function.invoke(REQUESTS);

        watch.awaitExactly(name, REQUESTS);
        watch.assertServedBy(name, function.pids());
    }

    private void findsFibServer(boolean before, String match, UnaryOperator<List<String>> around) throws Exception {
        String function = "{name: fib, match: " + match + "}";
        if (before) {
            try (ProcessTree server = FibServer.start(port, around);
                    Watch watch = new Watch(function)) {
                countsEveryRequest(watch, server);
            }
        } else {
            try (Watch watch = new Watch(function);
                    ProcessTree server = FibServer.start(port, around)) {
                countsEveryRequest(watch, server);
            }
        }
    }

    private void countsEveryRequest(Watch watch, ProcessTree server) throws Exception {
        watch.awaitProcesses("fib", server::pids);
        watch.awaitListeners(1);
        FibServer.get(port, REQUESTS);

        watch.awaitExactly("fib", REQUESTS);
    }

    private String inNamespace(String name, NetworkNamespace namespace) {
        return "{name: " + name + ", match: {port: " + port + ", netns: " + namespace.path() + "}}";
    }

    private static List<String> named(String function, List<String> command) {
        return Wrapped.of(List.of("env", "K_SERVICE=" + function), command);
    }

    private void tellsApart(
            Watch watch, NetworkNamespace blue, ProcessTree blueServer, NetworkNamespace green, ProcessTree greenServer)
            throws Exception {
        watch.awaitProcesses("blue", blueServer::pids);
        watch.awaitProcesses("green", greenServer::pids);
        watch.awaitListeners(2);
        blue.get(port, REQUESTS);
        green.get(port, 2 * REQUESTS);

        watch.awaitExactly("blue", REQUESTS);
        watch.awaitExactly("green", 2 * REQUESTS);
    }

    private void followsForks(Watch watch, ProcessTree server) throws Exception {
        watch.awaitProcesses("forking", server::pids);
        watch.awaitListeners(1);
        FibServer.get(port, REQUESTS);

        watch.awaitExactly("forking", REQUESTS);
        Set<Integer> serving =
                watch.requestsOf("forking").stream().map(RequestAnswered::tid).collect(Collectors.toSet());
        assertThat(serving).hasSize(REQUESTS).doesNotContain(server.pid());
        Await.until("all have ended", () -> watch.exited().containsAll(serving));
        assertThat(watch.pidsOf("forking")).containsExactly(server.pid());
    }
}

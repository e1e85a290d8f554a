package io.emfs.tests.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runtimes that serve HTTP on a port, each as its documentation starts it. */
public enum HttpRuntime implements FunctionRuntime {
    /** Google's Functions Framework for Node: the listener is a grandchild of {@code npx}. */
    GOOGLE_NODE("fib-google-node") {
        @Override
        ProcessTree launch(int port) throws IOException, InterruptedException {
            return ProcessTree.start(
                    List.of("npx", "functions-framework", "--target=fib", "--port=" + port),
                    Map.of("FUNCTION_TARGET", "fib", "K_SERVICE", function()),
                    NodePackages.installed().resolve("google"));
        }
    },

    /** Google's Functions Framework for Java: a Jetty thread per request. */
    GOOGLE_JAVA("io.emfs.tests.functions.FibHttpFunction") {
        @Override
        ProcessTree launch(int port) throws IOException {
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "-jar",
                    "java-function-invoker.jar",
                    "--classpath",
                    RuntimesDirectory.functions().toString(),
                    "--target",
                    function(),
                    "--port",
                    Integer.toString(port));
            return ProcessTree.start(command, Map.of("FUNCTION_TARGET", function()), RuntimesDirectory.google());
        }
    },

    /** Knative's runtime for Node; Knative sets K_SERVICE. */
    KNATIVE_NODE("fib-knative") {
        @Override
        ProcessTree launch(int port) throws IOException, InterruptedException {
            Path packages = NodePackages.installed();
            return ProcessTree.start(
                    List.of(
                            packages.resolve("node_modules/.bin/faas-js-runtime")
                                    .toString(),
                            "./index.js"),
                    Map.of("FUNC_PORT", Integer.toString(port), "K_SERVICE", function()),
                    packages.resolve("knative"));
        }
    };

    private final String function;

    HttpRuntime(String function) {
        this.function = function;
    }

    @Override
    public String function() {
        return function;
    }

    @Override
    public RunningFunction start(int port) throws IOException, InterruptedException {
        return HttpFunctionProcess.await(launch(port), port);
    }

    abstract ProcessTree launch(int port) throws IOException, InterruptedException;
}

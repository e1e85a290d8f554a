package io.emfs.tests.runtime;

import io.emfs.tests.functions.FibLambda;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The AWS Lambda runtime interface client for Java: no server but a TCP client of the runtime API, which
 * {@link LambdaRuntimeApi} plays. A request is the answer to its {@code GET …/next}.
 */
public final class LambdaRuntime implements FunctionRuntime {
    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    @Override
    public String function() {
        return "fib-lambda";
    }

    @Override
    public RunningFunction start(int port) throws IOException, InterruptedException {
        LambdaRuntimeApi api = LambdaRuntimeApi.start(port);
        ProcessTree processes = launch(api.port());
        Running running = new Running(api, processes);
        try {
            processes.awaitStart(api::isAskedForTheNext);
            return running;
        } catch (IOException | InterruptedException e) {
            running.close();
            throw e;
        }
    }

    private ProcessTree launch(int apiPort) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                RuntimesDirectory.lambda().resolve("*") + File.pathSeparator + RuntimesDirectory.functions(),
                CLIENT,
                FibLambda.class.getName() + "::handleRequest");
        Map<String, String> environment =
                Map.of("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + apiPort, "AWS_LAMBDA_FUNCTION_NAME", function());
        return ProcessTree.start(command, environment, RuntimesDirectory.lambda());
    }

    private record Running(LambdaRuntimeApi api, ProcessTree processes) implements RunningFunction {
        private static final String ANSWER = "196418";

        @Override
        public Set<Integer> pids() {
            return processes.pids();
        }

        @Override
        public void invoke(int times) throws IOException, InterruptedException {
            for (int i = 0; i < times; i++) {
                String answer = api.invoke("{}");
                if (!answer.equals(ANSWER)) {
                    throw new IOException("invocation " + i + ": " + answer + "\n" + processes.output());
                }
            }
        }

        @Override
        public void close() {
            processes.close();
            api.close();
        }
    }
}

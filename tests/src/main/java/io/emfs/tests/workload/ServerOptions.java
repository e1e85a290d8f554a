package io.emfs.tests.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a {@link FunctionServer} is started.
 *
 * @param bind a loopback address, e.g. {@code 127.0.0.1} or {@code ::1}
 * @param port 0 takes a free one
 * @param fib the argument of fib
 * @param repeat how often a request computes it
 * @param core the CPU it is pinned to
 * @param processPerRequest a process instead of a thread per connection
 * @param environment added to the server's environment, e.g. {@code FUNCTION_TARGET=short}
 */
public record ServerOptions(
        String bind,
        int port,
        int fib,
        long repeat,
        int core,
        boolean processPerRequest,
        Map<String, String> environment) {
    public ServerOptions {
        environment = Map.copyOf(environment);
    }

    /** A thread per request on 127.0.0.1, as much work as was calibrated. */
    public static ServerOptions of(Calibration calibration, int port, int core) {
        return new ServerOptions("127.0.0.1", port, calibration.fib(), calibration.repeat(), core, false, Map.of());
    }

    public ServerOptions withBind(String address) {
        return new ServerOptions(address, port, fib, repeat, core, processPerRequest, environment);
    }

    public ServerOptions withProcessPerRequest() {
        return new ServerOptions(bind, port, fib, repeat, core, true, environment);
    }

    public ServerOptions withEnvironment(Map<String, String> variables) {
        return new ServerOptions(bind, port, fib, repeat, core, processPerRequest, variables);
    }

    /** The server ends with its standard input, so that not even a killed JVM leaves it behind. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("--until-eof"));
        arguments.addAll(List.of("--bind", bind, "--port", Integer.toString(port)));
        arguments.addAll(List.of("--fib", Integer.toString(fib), "--repeat", Long.toString(repeat)));
        if (processPerRequest) {
            arguments.add("--fork");
        }
        return arguments;
    }
}

package io.emfs.tests.workload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a {@link FunctionServer} is started.
 *
 * @param bind a loopback address, e.g. {@code 127.0.0.1} or {@code ::1}
 * @param port 0 takes a free one
 * @param work what a request computes
 * @param core the CPU it is pinned to
 * @param rank how it is scheduled until somebody else sees to that
 * @param processPerRequest a process instead of a thread per connection
 * @param announceTo the pipe of a scheduler that is told of each request's beginning and end
 * @param environment added to the server's environment, e.g. {@code FUNCTION_TARGET=short}
 */
public record ServerOptions(
        String bind,
        int port,
        RequestWork work,
        int core,
        Rank rank,
        boolean processPerRequest,
        Optional<Path> announceTo,
        Map<String, String> environment) {
    public ServerOptions {
        environment = Map.copyOf(environment);
    }

    /** A thread per connection on 127.0.0.1; a request costs a fixed CPU time. */
    public static ServerOptions ofCpu(double cpuMs, int port, int core) {
        return of(new RequestWork.CpuTime(cpuMs), port, core);
    }

    /** A thread per connection on 127.0.0.1; a request computes {@code fib(n)} so often. */
    public static ServerOptions ofFib(int n, long repeat, int port, int core) {
        return of(new RequestWork.Fib(n, repeat), port, core);
    }

    private static ServerOptions of(RequestWork work, int port, int core) {
        return new ServerOptions("127.0.0.1", port, work, core, Rank.NORMAL, false, Optional.empty(), Map.of());
    }

    public ServerOptions withBind(String address) {
        return new ServerOptions(address, port, work, core, rank, processPerRequest, announceTo, environment);
    }

    public ServerOptions withProcessPerRequest() {
        return new ServerOptions(bind, port, work, core, rank, true, announceTo, environment);
    }

    public ServerOptions withAnnouncementsTo(Path pipe) {
        return new ServerOptions(bind, port, work, core, rank, processPerRequest, Optional.of(pipe), environment);
    }

    public ServerOptions withRank(Rank changed) {
        return new ServerOptions(bind, port, work, core, changed, processPerRequest, announceTo, environment);
    }

    public ServerOptions withEnvironment(Map<String, String> variables) {
        return new ServerOptions(bind, port, work, core, rank, processPerRequest, announceTo, variables);
    }

    /** The server ends with its standard input, so that not even a killed JVM leaves it behind. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("--until-eof"));
        arguments.addAll(List.of("--bind", bind, "--port", Integer.toString(port)));
        arguments.addAll(work.arguments());
        if (processPerRequest) {
            arguments.add("--fork");
        }
        announceTo.ifPresent(pipe -> arguments.addAll(List.of("--announce", pipe.toString())));
        return arguments;
    }
}

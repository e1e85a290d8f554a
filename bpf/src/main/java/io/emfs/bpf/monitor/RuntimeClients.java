package io.emfs.bpf.monitor;

import io.emfs.bpf.proc.ProcFs;
import io.emfs.bpf.proc.SocketRow;
import java.util.Map;
import java.util.Optional;

/**
 * Functions that are clients: their runtime's API hands them each request as the answer to a GET (AWS Lambda). They are
 * told by the environment variable that names the API. Thread-safe and stateless.
 */
final class RuntimeClients {
    static final String RUNTIME_API = "AWS_LAMBDA_RUNTIME_API";

    private final ProcFs proc;
    private final KernelSide kernel;

    RuntimeClients(ProcFs proc, KernelSide kernel) {
        this.proc = proc;
        this.kernel = kernel;
    }

    /** It has yet to connect. */
    void executed(ProcessEvent event, int functionId) {
        Map<String, String> environment = event.environment();
        if (environment == null) {
            environment = proc.environment(event.pid());
        }
        if (environment.containsKey(RUNTIME_API)) {
            kernel.functionIsClient(functionId);
        }
    }

    /** It runs already: its open connection to the API most likely waits for the next request. */
    void found(int pid, int functionId) {
        apiPort(pid).ifPresent(port -> {
            kernel.functionIsClient(functionId);
            proc.networkNamespace(pid)
                    .ifPresent(namespace -> proc.sockets(pid).stream()
                            .filter(SocketRow::established)
                            .filter(row -> row.remotePort() == port)
                            .forEach(row -> kernel.endServes(namespace, row.localPort(), functionId, 0)));
        });
    }

    private Optional<Integer> apiPort(int pid) {
        String api = proc.environment(pid).get(RUNTIME_API);
        if (api == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Integer.parseInt(api.substring(api.lastIndexOf(':') + 1)));
        } catch (NumberFormatException withoutPort) {
            return Optional.of(80);
        }
    }
}

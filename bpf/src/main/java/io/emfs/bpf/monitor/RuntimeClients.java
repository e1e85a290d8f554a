package io.emfs.bpf.monitor;

import io.emfs.bpf.proc.ProcFs;
import io.emfs.bpf.proc.SocketRow;
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
    void executed(ProcessFacts facts, int functionId) {
        if (facts.environment().containsKey(RUNTIME_API)) {
            kernel.functionIsClient(functionId);
        }
    }

    /** It runs already: its open connection to the API most likely waits for the next request. */
    void found(ProcessFacts facts, int functionId) {
        apiPort(facts).ifPresent(port -> {
            kernel.functionIsClient(functionId);
            facts.networkNamespace()
                    .ifPresent(namespace -> proc.sockets(facts.pid()).stream()
                            .filter(SocketRow::established)
                            .filter(row -> row.remotePort() == port)
                            .forEach(row -> kernel.endServes(namespace, row.localPort(), functionId, 0)));
        });
    }

    private static Optional<Integer> apiPort(ProcessFacts facts) {
        String api = facts.environment().get(RUNTIME_API);
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

package io.emfs.tests.faas;

import static io.emfs.tests.faas.FaasOptions.SERVER_CORE;

import io.emfs.tests.workload.FunctionServer;
import io.emfs.tests.workload.LoadTarget;
import io.emfs.tests.workload.ServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A running server for each function, in the order of {@link FaasFunction#ALL}, all on one core. */
final class FunctionServers implements AutoCloseable {
    private final List<FunctionServer> servers = new ArrayList<>();

    private FunctionServers() {}

    /**
     * Throws {@link IOException} if one does not start, and leaves none behind.
     *
     * @param scale of the service times
     * @param announceTo the pipe of a scheduler
     */
    static FunctionServers start(ServerKind kind, double scale, Optional<Path> announceTo) throws IOException {
        FunctionServers started = new FunctionServers();
        try {
            for (FaasFunction function : FaasFunction.ALL) {
                ServerOptions options = ServerOptions.ofCpu(function.isolatedMs() * scale, 0, SERVER_CORE);
                options = kind == ServerKind.PROCESS ? options.withProcessPerRequest() : options;
                options = announceTo.map(options::withAnnouncementsTo).orElse(options);
                started.servers.add(FunctionServer.start(options));
            }
            return started;
        } catch (IOException e) {
            started.close();
            throw e;
        }
    }

    FunctionServer of(int function) {
        return servers.get(function);
    }

    /** For arrivals that come from a schedule: their rates say nothing. */
    LoadTarget[] targets() {
        LoadTarget[] targets = new LoadTarget[servers.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = of(i).target(FaasFunction.ALL.get(i).name(), 1);
        }
        return targets;
    }

    @Override
    public void close() {
        servers.forEach(FunctionServer::close);
    }
}

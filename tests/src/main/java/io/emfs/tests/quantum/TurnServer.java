package io.emfs.tests.quantum;

import io.emfs.tests.workload.NativePrograms;
import io.emfs.tests.workload.PinnedProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A running {@code turns}: a function on 127.0.0.1 whose requests say what CPU time they cost. Accepts connections from
 * the moment {@link #start} returns until it is closed. Thread-safe.
 */
public final class TurnServer implements AutoCloseable {
    private static final String LISTENING = "listening";

    private final PinnedProcess process;
    private final int port;

    private TurnServer(PinnedProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Who serves a connection. */
    public enum Mode {
        THREADS,
        PROCESSES,
        /** Two threads that accept. */
        POOL,
        LOOP;

        private List<String> arguments() {
            return switch (this) {
                case THREADS -> List.of();
                case PROCESSES -> List.of("--processes");
                case POOL -> List.of("--pool", "2");
                case LOOP -> List.of("--loop");
            };
        }
    }

    /** Throws {@link IOException} with the program's own message, e.g. for a port in use. */
    public static TurnServer start(Mode mode, int port, int core) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--port", Integer.toString(port)));
        arguments.addAll(mode.arguments());
        PinnedProcess process = PinnedProcess.start(NativePrograms.turns(), core, Map.of(), arguments);
        if (!LISTENING.equals(process.output().readLine())) {
            String reason = process.errors();
            process.close();
            throw new IOException("turns did not start, port=" + port + ": " + reason);
        }
        return new TurnServer(process, port);
    }

    public int pid() {
        return (int) process.pid();
    }

    public TurnClient connect() throws IOException {
        return new TurnClient(port);
    }

    @Override
    public void close() {
        process.close();
    }
}

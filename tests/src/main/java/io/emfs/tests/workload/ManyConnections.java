package io.emfs.tests.workload;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code many connect}: connections to {@link ManyFunctions}, kept alive until {@link #close} or the JVM ends them, with
 * requests on each in turn. All are open when {@link #start} returns. Not thread-safe.
 */
public final class ManyConnections implements AutoCloseable {
    private final PinnedProcess process;
    private final BufferedReader output;

    private ManyConnections(PinnedProcess process) {
        this.process = process;
        output = process.output();
    }

    /** Opens {@code connections} to the ports from {@code basePort} on, and begins to send on them. */
    public static ManyConnections start(int basePort, int functions, int connections, int laps, int perSecond, int core)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("connect"));
        arguments.addAll(List.of("--base-port", Integer.toString(basePort), "--ports", Integer.toString(functions)));
        arguments.addAll(List.of("--connections", Integer.toString(connections)));
        arguments.addAll(List.of("--laps", Integer.toString(laps), "--rate", Integer.toString(perSecond)));
        ManyConnections started =
                new ManyConnections(PinnedProcess.start(NativePrograms.many(), core, Map.of(), arguments));
        started.count("connected");
        return started;
    }

    /** Blocks until all requests were answered; the connections stay open. */
    public Exchanged awaitAnswers() throws IOException {
        return new Exchanged(count("sent"), count("answered"));
    }

    @Override
    public void close() {
        process.close();
    }

    private long count(String name) throws IOException {
        String line = output.readLine();
        if (line == null || !line.startsWith(name + " ")) {
            process.close();
            throw new IOException("many connect ended, no count of " + name + ": " + process.errors());
        }
        return Long.parseLong(line.substring(name.length() + 1));
    }

    /** Requests sent, and those of them that got the whole answer. */
    public record Exchanged(long sent, long answered) {}
}

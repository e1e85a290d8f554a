package io.emfs.tests.workload;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * {@code many serve}: a function on each port of a range on 127.0.0.1, several in one process. All listen when
 * {@link #start} returns, until {@link #close} or the JVM ends them. {@link #start} throws {@link IOException} with the
 * server's message, e.g. for a port in use.
 */
public final class ManyFunctions implements AutoCloseable {
    private static final int PER_PROCESS = 100;

    private final PinnedProcess process;

    private ManyFunctions(PinnedProcess process) {
        this.process = process;
    }

    public static ManyFunctions start(int basePort, int functions, int core) throws IOException {
        int processes = (functions + PER_PROCESS - 1) / PER_PROCESS;
        List<String> arguments = List.of(
                "serve",
                "--base-port",
                Integer.toString(basePort),
                "--ports",
                Integer.toString(functions),
                "--processes",
                Integer.toString(processes));
        PinnedProcess process = PinnedProcess.start(NativePrograms.many(), core, Map.of(), arguments);
        String line = process.output().readLine();
        if (line == null) {
            String reason = process.errors();
            process.close();
            throw new IOException("many serve did not start: " + reason);
        }
        return new ManyFunctions(process);
    }

    @Override
    public void close() {
        process.close();
    }
}

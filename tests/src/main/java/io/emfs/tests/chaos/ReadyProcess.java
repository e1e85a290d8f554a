package io.emfs.tests.chaos;

import io.emfs.tests.workload.PinnedProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A native program that has said that it is ready.
 *
 * @param threads that it told of before
 */
record ReadyProcess(PinnedProcess process, List<CrowdThread> threads) implements AutoCloseable {
    private static final String THREAD = "thread ";
    private static final String LISTENING = "listening ";
    private static final String READY = "ready";

    /** Throws {@link IOException} with the program's message if it ends instead. */
    static ReadyProcess start(Path program, int core, Map<String, String> environment, List<String> arguments)
            throws IOException {
        PinnedProcess process = PinnedProcess.start(program, core, environment, arguments);
        List<CrowdThread> threads = new ArrayList<>();
        for (String line = process.output().readLine();
                line != null;
                line = process.output().readLine()) {
            if (line.equals(READY) || line.startsWith(LISTENING)) {
                return new ReadyProcess(process, List.copyOf(threads));
            }
            if (line.startsWith(THREAD)) {
                threads.add(CrowdThread.parse(line));
            }
        }
        String reason = process.errors();
        process.close();
        throw new IOException(program.getFileName() + " did not start: " + reason);
    }

    int pid() {
        return (int) process.pid();
    }

    @Override
    public void close() {
        process.close();
    }
}

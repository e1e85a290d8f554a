package io.emfs.tests.workload;

import java.io.IOException;

/**
 * A running {@code fibserver}: a function of known CPU cost behind HTTP. Accepts connections from the moment
 * {@link #start} returns until {@link #close}, or the JVM, ends it. Thread-safe. {@link #start} throws
 * {@link IOException} with the server's own message, e.g. for a port in use.
 */
public final class FunctionServer implements AutoCloseable {
    private static final String LISTENING = "listening ";

    private final PinnedProcess process;
    private final String bind;
    private final int port;

    private FunctionServer(PinnedProcess process, String bind, int port) {
        this.process = process;
        this.bind = bind;
        this.port = port;
    }

    public static FunctionServer start(ServerOptions options) throws IOException {
        PinnedProcess process = PinnedProcess.start(
                options.rank(), NativePrograms.fibserver(), options.core(), options.environment(), options.arguments());
        String line = process.output().readLine();
        if (line == null || !line.startsWith(LISTENING)) {
            String reason = process.errors();
            process.close();
            throw new IOException("fibserver did not start, options=" + options + ": " + reason);
        }
        return new FunctionServer(process, options.bind(), Integer.parseInt(line.substring(LISTENING.length())));
    }

    public long pid() {
        return process.pid();
    }

    public int port() {
        return port;
    }

    /** This server as the target of {@code perSecond} requests. */
    public LoadTarget target(String name, double perSecond) {
        return new LoadTarget(bind, port, perSecond, name);
    }

    @Override
    public void close() {
        process.close();
    }
}

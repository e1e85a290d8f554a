package io.emfs.tests.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on loopback that handles its connections one after another, as the test's script says. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listener;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    ScriptedServer(int port) throws IOException {
        listener = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
    }

    /** One side of a conversation. */
    interface Script {
        void run(Socket socket) throws IOException, InterruptedException;
    }

    /** Accepts one connection, has both sides play their parts, and closes it. */
    void converse(Script server, Script client) throws Exception {
        CompletableFuture<Void> served = CompletableFuture.runAsync(
                () -> {
                    try (Socket accepted = listener.accept()) {
                        accepted.setTcpNoDelay(true);
                        server.run(accepted);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                thread);
        try (Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
            socket.setTcpNoDelay(true);
            client.run(socket);
            served.get();
        }
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads in one call what is there, and returns it. */
    static String receive(Socket socket) throws IOException {
        byte[] bytes = new byte[64 * 1024];
        int length = socket.getInputStream().read(bytes);
        return new String(bytes, 0, Math.max(0, length), StandardCharsets.ISO_8859_1);
    }

    /** Reads until as many bytes have come. */
    static void receive(Socket socket, int bytes) throws IOException {
        InputStream in = socket.getInputStream();
        in.readNBytes(bytes);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        thread.shutdownNow();
    }
}

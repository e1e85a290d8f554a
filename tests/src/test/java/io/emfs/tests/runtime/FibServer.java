package io.emfs.tests.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.tests.workload.NativePrograms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Starts {@code fibserver} by a command of the test's choice. */
final class FibServer {
    private FibServer() {}

    /** Listens when this returns. */
    static ProcessTree start(int port, UnaryOperator<List<String>> around, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                NativePrograms.fibserver().toString(),
                "--until-eof",
                "--cpu-ms",
                "2",
                "--port",
                Integer.toString(port)));
        command.addAll(List.of(options));
        ProcessTree server = ProcessTree.start(around.apply(command), Map.of(), Path.of("/"));
        try {
            server.awaitStart(() -> server.output().contains("listening " + port));
            return server;
        } catch (IOException | InterruptedException e) {
            server.close();
            throw e;
        }
    }

    /** Sends so many requests, one after the other, a connection for each. */
    static void get(int port, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(answer).startsWith("HTTP/1.1 200 OK");
            }
        }
    }
}

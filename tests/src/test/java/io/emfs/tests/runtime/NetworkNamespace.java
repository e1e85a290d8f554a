package io.emfs.tests.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A network namespace of its own with nothing but a loopback device, until closed. */
final class NetworkNamespace implements AutoCloseable {
    private final String name;

    private NetworkNamespace(String name) {
        this.name = name;
    }

    static NetworkNamespace create(String name) throws IOException, InterruptedException {
        NetworkNamespace namespace = new NetworkNamespace(name);
        run(List.of("ip", "netns", "add", name));
        try {
            run(namespace.around(List.of("ip", "link", "set", "lo", "up")));
        } catch (IOException e) {
            namespace.close();
            throw e;
        }
        return namespace;
    }

    Path path() {
        return Path.of("/run/netns", name);
    }

    /** The command with its process in the namespace; the process id stays. */
    List<String> around(List<String> command) {
        return Wrapped.of(List.of("ip", "netns", "exec", name), command);
    }

    /** Sends so many requests to a port of 127.0.0.1 inside, one after the other, a connection for each. */
    void get(int port, int times) throws IOException, InterruptedException {
        String script = "for ((i = 0; i < " + times + "; i++)); do exec 3<>/dev/tcp/127.0.0.1/" + port
                + " && printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '200 OK' <&3 || exit 1; done";
        run(around(List.of("bash", "-c", script)));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run(List.of("ip", "netns", "delete", name));
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        if (exitCode != 0) {
            throw new IOException(String.join(" ", command) + ": exit=" + exitCode + ": " + output);
        }
    }
}

package io.emfs.tests.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A ZooKeeper of one server as a child process, from the jars of Debian's package, which starts none by itself. It listens on
 * loopback and keeps its data in a directory of its own; it ends with {@link #close} or with the JVM.
 */
final class ZooKeeperProcess implements AutoCloseable {
    /** Its manifest names the jars that it needs. */
    private static final Path SERVER = Path.of("/usr/share/java/zookeeper.jar");

    private static final Path LOGGING = Path.of("/usr/share/java/slf4j-simple.jar");
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final int POLL_MS = 50;

    private final Process process;
    private final Thread endWithJvm;

    private ZooKeeperProcess(Process process) {
        this.process = process;
        this.endWithJvm = new Thread(process::destroyForcibly, "end-zookeeper");
        Runtime.getRuntime().addShutdownHook(endWithJvm);
    }

    static boolean installed() {
        return Files.exists(SERVER);
    }

    /** Returns once it takes connections on {@code port} of 127.0.0.1. */
    static ZooKeeperProcess start(Path directory, int port) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path settings = Files.write(
                directory.resolve("zoo.cfg"),
                List.of(
                        "dataDir=" + directory.resolve("data"),
                        "clientPortAddress=127.0.0.1",
                        "clientPort=" + port,
                        "admin.enableServer=false"));
        Path log = directory.resolve("log");
        ZooKeeperProcess zooKeeper = new ZooKeeperProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        Stream.of(SERVER, LOGGING).map(Path::toString).collect(Collectors.joining(":")),
                        "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
        long deadlineNs = System.nanoTime() + START_LIMIT.toNanos();
        while (!listens(port)) {
            if (!zooKeeper.process.isAlive() || System.nanoTime() > deadlineNs) {
                zooKeeper.close();
                throw new IOException("ZooKeeper does not listen on port " + port + ":\n" + Files.readString(log));
            }
            Thread.sleep(POLL_MS);
        }
        return zooKeeper;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
        Runtime.getRuntime().removeShutdownHook(endWithJvm);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}

package io.emfs.jobs.cluster;

import io.emfs.jobs.ClusterClient;
import io.emfs.jobs.RestAccess;
import io.emfs.jobs.TaskManagerSlots;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One JobManager and two TaskManagers as processes of this machine, which outlive the command that starts them. They listen
 * on loopback alone, and talk to each other and to clients only by a key that is this user's ({@link RestAccess}). Failures
 * throw {@link IllegalStateException} with a message for the user. Not thread-safe; a lock keeps other commands out.
 */
public final class StandaloneCluster {
    /** Set by the launcher script: a directory whose {@code lib} has Flink's own jars. */
    static final String FLINK = "emfs.flink";

    static final String JOB_MANAGER = "job-manager";
    static final List<String> TASK_MANAGERS = List.of("task-manager-1", "task-manager-2");

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final int POLL_MS = 100;
    private static final int LOG_LINES = 10;

    private final ClusterDirectory directory;
    private final ClusterProcesses processes;
    private final Consumer<String> progress;

    /** @param progress is told, line by line, of what takes seconds */
    public StandaloneCluster(ClusterDirectory directory, Consumer<String> progress) {
        this.directory = directory;
        this.processes = new ClusterProcesses(directory.processes());
        this.progress = progress;
    }

    /** Returns when jobs can be submitted; if that does not come to be, nothing of it is left but its logs. */
    public ClusterStatus start(int restPort) {
        Path jars = jars();
        directory.create();
        try (ClusterLock ignored = ClusterLock.hold(directory.lock())) {
            List<ClusterProcess> running = running();
            if (!running.isEmpty()) {
                throw new IllegalStateException("it runs already: " + names(running) + " of " + directory.root()
                        + "; ./emfs cluster stop ends it");
            }
            processes.clear();
            directory.discardTemporary();
            directory.create();
            int port = requireFree(restPort);
            RestAccess access = RestAccess.of(directory.rest());
            Map<String, String> options = new LinkedHashMap<>(ClusterSettings.of(directory, port, requireFree(0)));
            options.putAll(access.options());
            options.putAll(access.internalOptions());
            writeSettings(options);
            try {
                launch(new FlinkCommand(jars, directory, options));
                access.publish(
                        URI.create("https://" + ClusterSettings.LOOPBACK + ":" + port),
                        Map.of(
                                "execution.checkpointing.savepoint-dir",
                                directory.savepoints().toUri().toString()));
                return awaitUp();
            } catch (IOException e) {
                endAll();
                throw new IllegalStateException("the cluster did not start: " + e.getMessage(), e);
            } catch (RuntimeException e) {
                endAll();
                throw e;
            }
        }
    }

    /** Ends all processes, jobs and all; what was checkpointed stays. */
    public void stop() {
        if (!Files.isDirectory(directory.root())) {
            throw notRunning();
        }
        try (ClusterLock ignored = ClusterLock.hold(directory.lock())) {
            boolean runs = !running().isEmpty();
            endAll();
            if (!runs) {
                throw notRunning();
            }
        }
    }

    /** From any state. */
    public ClusterStatus status() {
        Optional<Map<String, String>> access = RestAccess.published(directory.rest());
        List<ClusterProcess> all = Files.exists(directory.processes()) ? processes.all() : List.of();
        Map<String, TaskManagerSlots> slots =
                access.filter(options -> !running().isEmpty()).map(this::slots).orElse(Map.of());
        List<ClusterStatus.Member> members =
                all.stream().map(process -> member(process, slots)).toList();
        boolean complete = members.size() == 1 + TASK_MANAGERS.size()
                && members.stream().allMatch(ClusterStatus.Member::running)
                && TASK_MANAGERS.stream()
                        .allMatch(name ->
                                slots.containsKey(name) && slots.get(name).slots() > 0);
        String address = access.map(options -> options.get("rest.address") + ":" + options.get("rest.port"))
                .orElse("");
        return new ClusterStatus(complete, address, members);
    }

    private static ClusterStatus.Member member(ClusterProcess process, Map<String, TaskManagerSlots> slots) {
        TaskManagerSlots own = slots.getOrDefault(process.name(), new TaskManagerSlots(process.name(), 0, 0));
        return new ClusterStatus.Member(process.name(), process.pid(), process.alive(), own.slots(), own.free());
    }

    /** By name; empty as long as the JobManager does not answer. */
    private Map<String, TaskManagerSlots> slots(Map<String, String> options) {
        try (ClusterClient client = new ClusterClient(options)) {
            return client.taskManagers().stream().collect(Collectors.toMap(TaskManagerSlots::name, each -> each));
        } catch (IllegalStateException notYet) {
            return Map.of();
        }
    }

    private void launch(FlinkCommand command) throws IOException {
        progress.accept("starting " + JOB_MANAGER + " and " + String.join(", ", TASK_MANAGERS) + "; logs in "
                + directory.logs() + "…");
        processes.add(ClusterProcess.of(JOB_MANAGER, command.jobManager(JOB_MANAGER)));
        for (String name : TASK_MANAGERS) {
            processes.add(ClusterProcess.of(name, command.taskManager(name)));
        }
    }

    private ClusterStatus awaitUp() {
        long deadlineNs = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            ClusterStatus status = status();
            if (status.running()) {
                return status;
            }
            Optional<ClusterStatus.Member> ended = status.processes().stream()
                    .filter(member -> !member.running())
                    .findFirst();
            if (ended.isPresent()) {
                throw new IllegalStateException(
                        ended.get().name() + " ended:\n" + logTail(ended.get().name()));
            }
            if (System.nanoTime() > deadlineNs) {
                throw new IllegalStateException("the TaskManagers did not register within " + START_LIMIT.toSeconds()
                        + " s:\n" + logTail(TASK_MANAGERS.get(0)));
            }
            pause();
        }
    }

    private void endAll() {
        List<ClusterProcess> running = running();
        if (!running.isEmpty()) {
            progress.accept("ending " + names(running) + "…");
        }
        running.forEach(process -> process.end(false));
        long deadlineNs = System.nanoTime() + STOP_LIMIT.toNanos();
        while (!running().isEmpty() && System.nanoTime() < deadlineNs) {
            pause();
        }
        running().forEach(process -> process.end(true));
        while (!running().isEmpty()) {
            pause();
        }
        if (Files.exists(directory.rest())) {
            RestAccess.of(directory.rest()).withdraw();
        }
        processes.clear();
        directory.discardTemporary();
    }

    private List<ClusterProcess> running() {
        return processes.all().stream().filter(ClusterProcess::alive).toList();
    }

    private IllegalStateException notRunning() {
        return new IllegalStateException(
                "no cluster runs of " + directory.root() + "; ./emfs cluster start starts one");
    }

    private void writeSettings(Map<String, String> options) {
        try {
            Path file = directory.settings().resolve("config.yaml");
            Files.writeString(file, "");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            Files.write(
                    file,
                    options.entrySet().stream()
                            .map(option ->
                                    option.getKey() + ": '" + option.getValue().replace("'", "''") + "'")
                            .toList());
            try (InputStream logging = StandaloneCluster.class.getResourceAsStream("logback.xml")) {
                Files.write(
                        directory.settings().resolve("logback.xml"),
                        Objects.requireNonNull(logging).readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to " + directory.settings(), e);
        }
    }

    /** Of a log; of what the JVM said if there is none. */
    private String logTail(String name) {
        return Stream.of(name + ".log", name + ".out")
                .map(file -> directory.logs().resolve(file))
                .filter(file -> file.toFile().length() > 0)
                .findFirst()
                .map(StandaloneCluster::tail)
                .orElse("it said nothing in " + directory.logs());
    }

    private static String tail(Path file) {
        try {
            List<String> lines =
                    Files.readString(file, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())) + "\n(" + file
                    + ")";
        } catch (IOException e) {
            return file + " cannot be read: " + e.getMessage();
        }
    }

    private static Path jars() {
        String flink = System.getProperty(FLINK);
        Path jars = Path.of(flink == null ? "" : flink, "lib");
        if (flink == null || !Files.isDirectory(jars)) {
            throw new IllegalStateException("Flink's own jars are not there (-D" + FLINK + " = " + flink
                    + "); start this by ./emfs from a checkout, which collects them");
        }
        return jars;
    }

    /** The port itself, or any if it is 0. */
    private static int requireFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "port " + port + " of " + ClusterSettings.LOOPBACK + " cannot be had (" + e.getMessage()
                            + "); choose another with --port, or any with --port 0",
                    e);
        }
    }

    private static String names(List<ClusterProcess> some) {
        return some.stream()
                .map(process -> process.name() + " (pid " + process.pid() + ")")
                .collect(Collectors.joining(", "));
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}

package io.emfs.jobs.cluster;

import io.emfs.jobs.ClusterClient;
import io.emfs.jobs.JobJar;
import io.emfs.jobs.RestAccess;
import io.emfs.jobs.TaskManagerSlots;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;

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
    static final List<String> MEMBERS =
            Stream.concat(Stream.of(JOB_MANAGER), TASK_MANAGERS.stream()).toList();

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final int POLL_MS = 100;

    private final ClusterDirectory directory;
    private final ClusterProcesses processes;
    private final SettingsFile settings;
    private final Consumer<String> progress;

    /** @param progress is told, line by line, of what takes seconds */
    public StandaloneCluster(ClusterDirectory directory, Consumer<String> progress) {
        this.directory = directory;
        this.processes = new ClusterProcesses(directory.processes());
        this.settings = new SettingsFile(directory);
        this.progress = progress;
    }

    /**
     * Returns when jobs can be submitted; if that does not come to be, nothing of it is left but its logs. Of a cluster that
     * was not stopped, starts what has ended as it was: with ZooKeeper all of it, with its jobs, and without only if some of
     * it still runs.
     */
    public ClusterStatus start(ClusterRequest request) {
        Path jars = jars();
        directory.create();
        try (ClusterLock ignored = ClusterLock.hold(directory.lock())) {
            List<ClusterProcess> running = processes.running();
            if (running.size() == MEMBERS.size()) {
                throw new IllegalStateException("it runs already: " + names(running) + " of " + directory.root()
                        + "; ./emfs cluster stop ends it");
            }
            if (running.isEmpty()) {
                directory.discardTemporary();
                directory.create();
            }
            return running.isEmpty() && !recoverable() ? startNew(jars, request) : startMissing(jars, request);
        }
    }

    /** Whether its jobs outlived its processes. */
    private boolean recoverable() {
        return !processes.all().isEmpty() && settings.read().containsKey(HighAvailability.QUORUM);
    }

    private ClusterStatus startNew(Path jars, ClusterRequest request) {
        processes.clear();
        directory.discardHighAvailability();
        directory.discardLibraries();
        directory.create();
        request.zooKeeper().ifPresent(HighAvailability::requireServer);
        int port = requireFree(request.newRestPort());
        RestAccess access = RestAccess.of(directory.rest());
        Map<String, String> options = new LinkedHashMap<>(ClusterSettings.of(directory, port, requireFree(0)));
        request.zooKeeper().ifPresent(each -> options.putAll(each.options(directory)));
        options.putAll(access.options());
        options.putAll(access.internalOptions());
        settings.write(options);
        if (!request.bare()) {
            addLibrary();
        }
        progress.accept("starting " + String.join(", ", MEMBERS) + "; logs in " + directory.logs() + "…");
        try {
            launch(new FlinkCommand(jars, directory, options), MEMBERS);
            access.publish(
                    URI.create("https://" + ClusterSettings.LOOPBACK + ":" + port),
                    Map.of(
                            "execution.checkpointing.savepoint-dir",
                            directory.savepoints().toUri().toString()));
            return awaitUp();
        } catch (RuntimeException e) {
            endAll();
            throw e;
        }
    }

    private void addLibrary() {
        try {
            JobJar.ofThisVersion().copyTo(directory.libraries());
        } catch (IOException e) {
            throw new IllegalStateException("the job's jar cannot be copied to " + directory.libraries() + ": " + e, e);
        }
    }

    private ClusterStatus startMissing(Path jars, ClusterRequest request) {
        Map<String, String> options = settings.read();
        request.requireSame(options, directory);
        List<String> present =
                processes.running().stream().map(ClusterProcess::name).toList();
        List<String> missing =
                MEMBERS.stream().filter(name -> !present.contains(name)).toList();
        if (missing.contains(JOB_MANAGER)) {
            requireFree(Integer.parseInt(Objects.requireNonNull(options.get("rest.port"))));
            Optional.ofNullable(options.get(HighAvailability.QUORUM))
                    .map(HighAvailability::new)
                    .ifPresentOrElse(
                            HighAvailability::requireServer,
                            () -> progress.accept("the former " + JOB_MANAGER
                                    + " took its jobs along; with --zookeeper the next one would have them"));
        }
        progress.accept("starting again " + String.join(", ", missing) + "; logs in " + directory.logs() + "…");
        try {
            launch(new FlinkCommand(jars, directory, options), missing);
            return awaitUp();
        } catch (RuntimeException e) {
            end(processes.running().stream()
                    .filter(process -> missing.contains(process.name()))
                    .toList());
            throw e;
        }
    }

    /** Ends all processes, jobs and all; what was checkpointed stays. */
    public void stop() {
        if (!Files.isDirectory(directory.root())) {
            throw notRunning();
        }
        try (ClusterLock ignored = ClusterLock.hold(directory.lock())) {
            boolean started = !processes.all().isEmpty();
            forgetJobs();
            endAll();
            if (!started) {
                throw notRunning();
            }
        }
    }

    /** From any state. */
    public ClusterStatus status() {
        Optional<Map<String, String>> access = RestAccess.published(directory.rest());
        List<ClusterProcess> all = Files.exists(directory.processes()) ? processes.all() : List.of();
        Map<String, TaskManagerSlots> slots = access.filter(
                        options -> !processes.running().isEmpty())
                .map(this::slots)
                .orElse(Map.of());
        List<ClusterStatus.Member> members =
                all.stream().map(process -> member(process, slots)).toList();
        boolean complete = members.size() == MEMBERS.size()
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

    private void launch(FlinkCommand command, List<String> names) {
        try {
            for (String name : names) {
                processes.put(ClusterProcess.of(
                        name, name.equals(JOB_MANAGER) ? command.jobManager(name) : command.taskManager(name)));
            }
        } catch (IOException e) {
            throw new IllegalStateException("the cluster did not start: " + e.getMessage(), e);
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
                throw new IllegalStateException(ended.get().name() + " ended:\n"
                        + LogTail.of(directory, ended.get().name()));
            }
            if (System.nanoTime() > deadlineNs) {
                throw new IllegalStateException("the TaskManagers did not register within " + START_LIMIT.toSeconds()
                        + " s:\n" + LogTail.of(directory, TASK_MANAGERS.get(0)));
            }
            pause();
        }
    }

    /** Or they would wait in ZooKeeper for a JobManager that never comes. */
    private void forgetJobs() {
        Optional<ClusterProcess> jobManager = processes.running().stream()
                .filter(process -> process.name().equals(JOB_MANAGER))
                .findFirst();
        if (jobManager.isEmpty() || !recoverable()) {
            return;
        }
        try (RestClusterClient<String> client = new RestClusterClient<>(
                Configuration.fromMap(RestAccess.published(directory.rest()).orElse(Map.of())), "emfs")) {
            client.shutDownCluster();
            ClusterProcesses.awaitEnd(List.of(jobManager.get()), STOP_LIMIT);
        } catch (Exception e) {
            progress.accept("ZooKeeper may keep what it knew of the jobs: " + e.getMessage());
        }
    }

    private void endAll() {
        end(processes.running());
        if (Files.exists(directory.rest())) {
            RestAccess.of(directory.rest()).withdraw();
        }
        processes.clear();
        directory.discardTemporary();
        directory.discardHighAvailability();
    }

    private void end(List<ClusterProcess> some) {
        if (!some.isEmpty()) {
            progress.accept("ending " + names(some) + "…");
        }
        ClusterProcesses.end(some, STOP_LIMIT);
    }

    private IllegalStateException notRunning() {
        return new IllegalStateException(
                "no cluster runs of " + directory.root() + "; ./emfs cluster start starts one");
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

package io.emfs.tests.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emfs.tests.workload.InterferenceOptions;
import io.emfs.tests.workload.SchedulerUnderTest;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code emfs run} or {@code emfs agent} as a child process with a state directory of its own. {@link #start} returns once {@code /healthz}
 * says that all parts are up; {@link #stop} once it has put everything back and ended. Not thread-safe.
 */
public final class AgentProcess implements SchedulerUnderTest {
    /** Set by the launcher script: how to start eMFS as this JVM was started. */
    public static final String LAUNCHER = "emfs.launcher";

    /** {@code http.port} where nothing else is configured. */
    public static final int DEFAULT_PORT = 9464;

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int POLL_MS = 100;
    private static final double NS_PER_S = 1e9;
    private static final int LOG_LINES = 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();
    private final Path directory;
    private final int port;
    private final List<String> arguments;
    private final Thread endWithJvm = new Thread(this::stopUninterrupted, "end-agent");
    private @Nullable Process process;

    private AgentProcess(Path directory, int port, List<String> arguments) {
        this.directory = directory;
        this.port = port;
        this.arguments = arguments;
        Runtime.getRuntime().addShutdownHook(endWithJvm);
    }

    /** An agent for the configuration's YAML; it listens on {@code port} of 127.0.0.1. */
    public static AgentProcess of(String yaml, int port, List<String> overrides) throws IOException {
        Path directory = Files.createTempDirectory("emfs-agent");
        Path config = Files.writeString(directory.resolve("emfs.yaml"), yaml);
        List<String> arguments = new ArrayList<>(List.of("run", "--config", config.toString()));
        arguments.addAll(List.of("--set", "state.dir=" + directory.resolve("state"), "--set", "http.port=" + port));
        overrides.forEach(override -> arguments.addAll(List.of("--set", override)));
        return new AgentProcess(directory, port, arguments);
    }

    /** {@code emfs agent}: a job on a cluster decides. */
    public static AgentProcess linked(String yaml, int port, List<String> overrides) throws IOException {
        AgentProcess agent = of(yaml, port, overrides);
        agent.arguments.set(0, "agent");
        return agent;
    }

    /** The same, which sets nothing. */
    public static AgentProcess watching(String yaml, int port) throws IOException {
        AgentProcess agent = linked(yaml, port, List.of());
        agent.arguments.add("--dry-run");
        return agent;
    }

    /** As {@link #of}, but it records to a file that is not there yet. */
    public static AgentProcess recording(Path file, String yaml, int port, List<String> overrides) throws IOException {
        AgentProcess agent = of(yaml, port, overrides);
        agent.arguments.addAll(List.of("--record", file.toAbsolutePath().toString()));
        return agent;
    }

    /** The agent that the interference scenario compares, at the default address. */
    public static AgentProcess forInterference(InterferenceOptions options, List<String> overrides) throws IOException {
        return of(interferenceYaml(options), DEFAULT_PORT, overrides);
    }

    /** The configuration for the scenario's two functions. */
    public static String interferenceYaml(InterferenceOptions options) {
        return String.join(
                "\n",
                "functions:",
                "  - name: short",
                "    match: {port: " + options.shortPort() + "}",
                "    slo: {percentile: " + options.shortSlo().percentile() + ", latency: "
                        + options.shortSlo().latency().toMillis() + "ms}",
                "  - name: long",
                "    match: {port: " + options.longPort() + "}",
                "");
    }

    @Override
    public String name() {
        return "eMFS";
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public long pid() {
        return running().pid();
    }

    @Override
    public void start() throws IOException, InterruptedException {
        launch();
        long deadlineNs = System.nanoTime() + START_LIMIT.toNanos();
        while (!healthy()) {
            if (!running().isAlive() || System.nanoTime() > deadlineNs) {
                String reason =
                        running().isAlive() ? "is not healthy after " + START_LIMIT.toSeconds() + " s" : "ended";
                kill();
                throw new IOException("the agent " + reason + ":\n" + logTail());
            }
            Thread.sleep(POLL_MS);
        }
    }

    /** As {@link #start}, but waits for nothing. */
    public void launch() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(launcher());
        command.addAll(arguments);
        File log = log().toFile();
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    @Override
    public synchronized void stop() throws InterruptedException, IOException {
        Process current = process;
        if (current == null) {
            return;
        }
        process = null;
        current.destroy();
        if (!current.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            current.destroyForcibly().waitFor();
            restore();
        }
    }

    /** {@code emfs restore} for this agent's state directory; returns its exit code. */
    public int restore() throws IOException, InterruptedException {
        return new ProcessBuilder(launcher(), "restore", "--set", "state.dir=" + stateDirectory())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start()
                .waitFor();
    }

    /**
     * What another command prints that is told of this agent's configuration and state directory.
     *
     * @throws IOException with what it printed if it fails
     */
    public String command(List<String> command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(launcher()));
        words.addAll(command);
        words.addAll(List.of("--set", "state.dir=" + stateDirectory(), "--set", "http.port=" + port));
        Process running = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (running.waitFor() != 0) {
            throw new IOException(String.join(" ", words) + ":\n" + output + "\n" + logTail());
        }
        return output;
    }

    /** Throws what the agent said last if it has ended. */
    public void requireAlive() throws IOException {
        if (!alive()) {
            throw new IOException("the agent ended:\n" + logTail());
        }
    }

    public boolean alive() {
        Process current = process;
        return current != null && current.isAlive();
    }

    /** SIGKILL: no shutdown hook of the agent runs. */
    public void kill() {
        Process current = process;
        if (current != null) {
            current.destroyForcibly();
        }
    }

    /** The newest state of a function as {@code /api/functions} shows it. */
    public Optional<JsonNode> function(String name) {
        return get("/api/functions").flatMap(answer -> {
            for (JsonNode function : read(answer.body()).path("functions")) {
                if (function.path("name").asText().equals(name)) {
                    return Optional.of(function);
                }
            }
            return Optional.empty();
        });
    }

    /** How its link to a job stands, as {@code /api/link} shows it. */
    public Optional<JsonNode> link() {
        return get("/api/link").map(answer -> read(answer.body()));
    }

    @Override
    public Optional<String> queueOf(String function) {
        return function(function)
                .map(node -> node.path("queue").asInt())
                .filter(queue -> queue > 0)
                .map(queue -> "p" + queue);
    }

    @Override
    public double cpuS() {
        return running().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / NS_PER_S;
    }

    public String metrics() {
        return get("/metrics").map(HttpResponse::body).orElse("");
    }

    /** The file it was started with, and watches. */
    public Path config() {
        return directory.resolve("emfs.yaml");
    }

    public Path log() {
        return directory.resolve("agent.log");
    }

    public Path stateDirectory() {
        return directory.resolve("state");
    }

    @Override
    public void close() throws InterruptedException, IOException {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(endWithJvm);
        } catch (IllegalStateException e) {
            // the JVM is going down already
        }
        discardDirectory();
    }

    private void discardDirectory() throws IOException {
        try (Stream<Path> files = Files.exists(directory) ? Files.walk(directory) : Stream.empty()) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    private void stopUninterrupted() {
        try {
            stop();
            discardDirectory();
        } catch (InterruptedException | IOException e) {
            System.err.println("the agent may still run: " + e.getMessage());
        }
    }

    /** Whether {@code /healthz} says that all parts are up. */
    public boolean healthy() {
        return get("/healthz")
                .map(HttpResponse::statusCode)
                .filter(status -> status == 200)
                .isPresent();
    }

    private Optional<HttpResponse<String>> get(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return Optional.of(http.send(request, BodyHandlers.ofString()));
        } catch (IOException notListening) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private JsonNode read(String body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            throw new IllegalStateException("not JSON: " + body, e);
        }
    }

    private Process running() {
        Process current = process;
        if (current == null) {
            throw new IllegalStateException("the agent was not started");
        }
        return current;
    }

    private String logTail() throws IOException {
        List<String> lines = Files.readAllLines(log());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    private static String launcher() {
        String launcher = System.getProperty(LAUNCHER);
        if (launcher == null) {
            throw new IllegalStateException("-D" + LAUNCHER + " is not set; start this through ./emfs");
        }
        return launcher;
    }
}

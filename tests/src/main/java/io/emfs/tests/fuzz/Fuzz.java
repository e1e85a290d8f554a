package io.emfs.tests.fuzz;

import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import io.emfs.pipeline.link.LinkProtocol;
import io.emfs.pipeline.link.LinkTerms;
import io.emfs.pipeline.link.job.Inbox;
import io.emfs.pipeline.link.job.JobEndpoint;
import io.emfs.pipeline.link.job.JobEndpoints;
import io.emfs.pipeline.link.job.Refusal;
import io.emfs.pipeline.link.wire.Hello;
import io.emfs.tests.agent.AgentProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/**
 * Says noise to a live agent's HTTP and to the endpoint, in this JVM, that the agent is linked to. The agent watches only.
 * Blocks the calling thread.
 */
public final class Fuzz {
    private static final int THREADS = 16;
    private static final long BYTES_PER_MIB = 1 << 20;
    private static final int KIB_PER_MIB = 1024;
    private static final long SETTLE_MS = 6_000;

    /** Twice what either of them waits, and some for the last to be accepted. */
    private static final long SILENCE_LIMIT_MS = 15_000;

    private final Duration duration;
    private final int silent;
    private final long seed;
    private final Map<Noise, LongAdder> said = new ConcurrentHashMap<>();
    private final List<String> indiscretions = new CopyOnWriteArrayList<>();

    /**
     * An attack to come.
     *
     * @param silent connections that say nothing, at each target and all at once
     */
    public Fuzz(Duration duration, int silent, long seed) {
        this.duration = duration;
        this.silent = silent;
        this.seed = seed;
        for (Noise noise : Noise.values()) {
            said.put(noise, new LongAdder());
        }
    }

    FuzzOutcome run() throws IOException, InterruptedException {
        Path token = Files.createTempFile("emfs-fuzz", ".token");
        Files.writeString(token, "the token of a benchmark");
        String link = "{insecure: true, ports: 0, token-file: " + token + "}";
        EmfsConfig config = ConfigLoader.defaults(List.of("node=fuzz", "agent.link=" + link))
                .config();
        LinkTerms terms = LinkTerms.of(config);
        try (JobEndpoints.Use use = JobEndpoints.HERE.open(terms, "fuzz#0")) {
            JobEndpoint endpoint = use.endpoint();
            Inbox inbox = endpoint.openInbox(node -> true);
            Thread reader = new Thread(() -> drain(inbox), "reader");
            reader.setDaemon(true);
            reader.start();
            int http = freePort();
            try (AgentProcess agent = AgentProcess.watching(
                    "node: fuzz-agent\nagent:\n  job: [\"127.0.0.1:" + endpoint.port() + "\"]\n  link: " + link + "\n",
                    http)) {
                agent.start();
                return attack(agent, http, endpoint, hello(terms));
            }
        } finally {
            Files.delete(token);
        }
    }

    private static Hello hello(LinkTerms terms) {
        return Hello.newBuilder()
                .setOldestProtocol(LinkProtocol.OLDEST)
                .setNewestProtocol(LinkProtocol.NEWEST)
                .setNode("fuzz")
                .setToken("the token of a benchmark")
                .setQueuesDigest(terms.queuesDigest())
                .build();
    }

    private FuzzOutcome attack(AgentProcess agent, int http, JobEndpoint endpoint, Hello hello)
            throws IOException, InterruptedException {
        long heapBefore = heapMib();
        long rssBefore = rssMib(agent);
        String linkBefore = connections(agent);
        List<Thread> threads = new ArrayList<>();
        long endNs = System.nanoTime() + duration.toNanos();
        for (int i = 0; i < THREADS; i++) {
            boolean toLink = i % 2 == 0;
            Target target = new Target(toLink ? endpoint.port() : http, hello);
            Random random = new Random(seed + i);
            Thread thread = new Thread(() -> speak(target, toLink, random, endNs), "noise-" + i);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Thread.sleep(SETTLE_MS); // those that waited are gone by then
        Map<String, Silence> silences = new LinkedHashMap<>();
        silences.put("the agent's HTTP", Silence.keep(http, silent, SILENCE_LIMIT_MS, agent::healthy));
        silences.put(
                "the job's endpoint",
                Silence.keep(endpoint.port(), silent, SILENCE_LIMIT_MS, () -> letsIn(endpoint, hello)));
        boolean answers = agent.healthy();
        boolean linked = answers && connections(agent).equals(linkBefore);
        return new FuzzOutcome(
                counts(),
                silences,
                refusals(endpoint),
                answers,
                linked,
                letsIn(endpoint, hello),
                List.copyOf(indiscretions),
                errors(agent),
                List.of(heapBefore, heapMib()),
                List.of(rssBefore, rssMib(agent)));
    }

    private boolean letsIn(JobEndpoint endpoint, Hello hello) {
        long admitted = endpoint.counters().admittedCount();
        try {
            new Target(endpoint.port(), hello).hear(Noise.EVENTS_OF_BYTES, new Random(seed));
        } catch (IOException e) {
            return false;
        }
        return endpoint.counters().admittedCount() > admitted;
    }

    private void speak(Target target, boolean toLink, Random random, long endNs) {
        List<Noise> noises = Arrays.stream(Noise.values())
                .filter(toLink ? Noise::forLink : Noise::forHttp)
                .toList();
        while (System.nanoTime() < endNs) {
            Noise noise = noises.get(random.nextInt(noises.size()));
            try {
                target.hear(noise, random).ifPresent(indiscretions::add);
                count(noise);
            } catch (IOException e) {
                indiscretions.add("cannot connect to port " + target.port() + ": " + e.getMessage());
                return;
            }
        }
    }

    private void count(Noise noise) {
        LongAdder adder = said.get(noise);
        if (adder != null) {
            adder.increment();
        }
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Noise noise : Noise.values()) {
            LongAdder adder = said.get(noise);
            counts.put(name(noise), adder == null ? 0 : adder.sum());
        }
        return counts;
    }

    private static Map<String, Long> refusals(JobEndpoint endpoint) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Refusal refusal : Refusal.values()) {
            if (endpoint.counters().refusedFor(refusal) > 0) {
                counts.put(name(refusal), endpoint.counters().refusedFor(refusal));
            }
        }
        return counts;
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String connections(AgentProcess agent) {
        return agent.metrics()
                .lines()
                .filter(line -> line.startsWith("emfs_link_connections_total") || line.startsWith("emfs_link_up"))
                .toList()
                .toString();
    }

    private static List<String> errors(AgentProcess agent) throws IOException {
        return Files.readAllLines(agent.log()).stream()
                .filter(line -> line.contains(" ERROR ") || line.startsWith("\tat "))
                .limit(10)
                .toList();
    }

    private static void drain(Inbox inbox) {
        while (true) {
            inbox.available().join();
            Inbox.Batch batch = inbox.poll();
            if (batch != null) {
                batch.done();
            }
        }
    }

    private static long heapMib() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / BYTES_PER_MIB;
    }

    private static long rssMib(AgentProcess agent) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(agent.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB)
                .findFirst()
                .orElse(0);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** For the command line: the outcome as text and for JSON, and whether it was bad. */
    public Report report() throws IOException, InterruptedException {
        FuzzOutcome outcome = run();
        return new Report(outcome.text(), outcome.json(), !outcome.complaints().isEmpty());
    }

    /** What is printed. */
    public record Report(String text, Map<String, Object> json, boolean bad) {}
}

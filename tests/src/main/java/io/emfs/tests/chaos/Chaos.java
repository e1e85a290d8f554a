package io.emfs.tests.chaos;

import io.emfs.tests.agent.AgentProcess;
import io.emfs.tests.workload.FreePort;
import io.emfs.tests.workload.Progress;
import io.emfs.tests.workload.ProgressClock;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Carries out a {@link ChaosPlan}: functions of every kind on one core that crash, stop, change their cgroup and their
 * threads, an agent that is killed again and again, and among them threads that are none of its business. Blocks the
 * calling thread. Ends every process it started and removes its cgroups, also when it throws.
 */
public final class Chaos {
    /** By then, a killed agent's threads are to be back. */
    private static final Duration RESTORE_LIMIT = Duration.ofSeconds(1);

    /** By then, an agent that started has threads to lose; on a busy machine it takes seconds to start. */
    private static final Duration MANAGED_LIMIT = Duration.ofSeconds(10);

    private static final int MANAGED_POLL_MS = 50;

    private static final Duration PAUSE = Duration.ofMillis(1500);
    private static final String QUEUE_CHANGE = " → p";

    /** Moves functions as often as it can. */
    private static final String RESTLESS = """
            policy: {promote-after: 1, demote-after: 1, cool-down: 200ms}
            discovery: {env: []}
            functions:
            """;

    private final ChaosPlan plan;
    private final Progress progress;
    private final List<Integer> managed = new ArrayList<>();
    private final List<String> lateRestores = new ArrayList<>();
    private final List<Victim> victims = new ArrayList<>();

    public Chaos(ChaosPlan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
    }

    public ChaosOutcome run() throws IOException, InterruptedException {
        List<VictimPlan> functions = List.of(
                VictimPlan.threadPerRequest(FreePort.ofLoopback()),
                VictimPlan.processPerRequest(FreePort.ofLoopback()),
                VictimPlan.threadPool(FreePort.ofLoopback(), plan.strangers()),
                VictimPlan.threadChurn(plan.threadsPerSecond()));
        KernelSettings settings = KernelSettings.now();
        try (TestCgroups cgroups = TestCgroups.create();
                Bystanders bystanders = Bystanders.start(List.of(0, plan.core()));
                InnocentWatch watch = InnocentWatch.start()) {
            watch.add(bystanders.innocents());
            try (AgentProcess agent = AgentProcess.of(yaml(functions), plan.agentPort(), plan.overrides());
                    ProgressClock clock = new ProgressClock(progress, plan.duration())) {
                for (VictimPlan function : functions) {
                    victims.add(Victim.start(function, plan.core(), watch));
                }
                return run(agent, clock, cgroups, watch, settings);
            } finally {
                victims.forEach(Victim::close);
            }
        }
    }

    private ChaosOutcome run(
            AgentProcess agent, ProgressClock clock, TestCgroups cgroups, InnocentWatch watch, KernelSettings settings)
            throws IOException, InterruptedException {
        agent.start();
        Squatters squatters = new Squatters(watch, plan.core());
        Mischief mischief = Mischief.start(victims, cgroups, squatters, plan.seed());
        Traffic traffic = Traffic.start(
                victims.stream()
                        .map(Victim::plan)
                        .filter(function -> function.port() != 0)
                        .map(VictimPlan::target)
                        .toList(),
                plan.seed());
        List<String> leftChanged;
        List<String> touched;
        try (squatters;
                traffic) {
            try (mischief) {
                killAgain(agent, clock);
            }
            agent.stop();
            leftChanged = changedThreads();
            touched = watch.touched();
        }
        return new ChaosOutcome(
                leftChanged,
                touched,
                KernelSettings.now().changedSince(settings),
                lateRestores,
                managed,
                queueChanges(agent),
                mischief.counts(),
                squatters.count(),
                churned(),
                traffic.answered(),
                watch.size(),
                watch.samples(),
                Stream.of(mischief.failure(), traffic.failure())
                        .filter(failure -> !failure.isEmpty())
                        .toList());
    }

    /** The agent runs when it returns. */
    private void killAgain(AgentProcess agent, ProgressClock clock) throws IOException, InterruptedException {
        long startNs = System.nanoTime();
        List<Duration> kills = plan.kills();
        for (int kill = 0; kill < kills.size(); kill++) {
            Duration left = kills.get(kill).minusNanos(System.nanoTime() - startNs);
            clock.begin(
                    "until kill " + (kill + 1) + " of " + kills.size(),
                    left.isNegative() ? Duration.ZERO : left,
                    plan.duration().minus(kills.get(kill)));
            TimeUnit.NANOSECONDS.sleep(left.toNanos());
            managed.add(awaitManaged());
            agent.kill();
            if (ChaosPlan.pausesAfter(kill)) {
                Thread.sleep(RESTORE_LIMIT.toMillis());
                lateRestores.addAll(changedThreads());
                Thread.sleep(PAUSE.minus(RESTORE_LIMIT).toMillis());
            }
            agent.start();
        }
    }

    /** How many threads the agent has changed; zero only if it changes none for {@link #MANAGED_LIMIT}. */
    private int awaitManaged() throws InterruptedException {
        long startNs = System.nanoTime();
        int changed = changedThreads().size();
        while (changed == 0 && System.nanoTime() - startNs < MANAGED_LIMIT.toNanos()) {
            Thread.sleep(MANAGED_POLL_MS);
            changed = changedThreads().size();
        }
        return changed;
    }

    private List<String> changedThreads() {
        return victims.stream()
                .flatMap(victim -> victim.changedThreads().stream())
                .toList();
    }

    private long churned() throws IOException {
        long churned = 0;
        for (Victim victim : victims) {
            String started = "started ";
            String words = victim.plan().crashes() ? "" : victim.lastWords();
            churned += words.startsWith(started) ? Long.parseLong(words.substring(started.length())) : 0;
        }
        return churned;
    }

    private static long queueChanges(AgentProcess agent) throws IOException {
        try (Stream<String> lines = Files.lines(agent.log())) {
            return lines.filter(line -> line.contains(QUEUE_CHANGE)).count();
        }
    }

    private static String yaml(List<VictimPlan> functions) {
        StringBuilder yaml = new StringBuilder(RESTLESS);
        functions.forEach(function -> yaml.append(function.yaml()));
        return yaml.toString();
    }
}

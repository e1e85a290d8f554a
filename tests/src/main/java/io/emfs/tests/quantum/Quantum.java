package io.emfs.tests.quantum;

import io.emfs.tests.workload.Countdown;
import io.emfs.tests.workload.Progress;
import io.emfs.tests.workload.ThisJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Measures how late quanta end and what that costs a function, by eMFS, by a sampler on each CPU, and by a perf event per
 * thread. {@link #run} blocks its thread, and gives the JVM the agent's rank for good.
 */
public final class Quantum {
    /** Requests of 100 ms use up quanta of 20 and 40 ms. */
    private static final int EXPIRATIONS = 2;

    /** At a time on the saturated core. */
    private static final int SATURATING = 4;

    private static final Duration REQUEST = Duration.ofMillis(110);
    private static final Duration INTERRUPTS = Duration.ofSeconds(10);
    private static final Duration RIVAL = Duration.ofSeconds(5);
    private static final Duration SWITCHES = Duration.ofSeconds(3);

    private final int cores;
    private final int agentCore;
    private final int quanta;
    private final List<String> overrides;
    private final Progress progress;

    /**
     * Checks how many quanta are to end in each case.
     *
     * @param cores of the machine; the function has the last one
     * @param agentCore where this JVM runs
     */
    public Quantum(int cores, int agentCore, int quanta, List<String> overrides, Progress progress) {
        if (quanta < 1) {
            throw new IllegalArgumentException("quanta=" + quanta + ", allowed: 1 and more");
        }
        this.cores = cores;
        this.agentCore = agentCore;
        this.quanta = quanta;
        this.overrides = List.copyOf(overrides);
        this.progress = progress;
    }

    public QuantumResult run() throws IOException, InterruptedException {
        ThisJvm.rankAsAgent();
        int requests = (quanta + EXPIRATIONS - 1) / EXPIRATIONS;
        int each = (requests + SATURATING - 1) / SATURATING;
        Duration idleFor = REQUEST.multipliedBy(requests);
        Duration saturatedFor = REQUEST.multipliedBy((long) each * SATURATING);
        Duration rivals = RIVAL.multipliedBy(2).plus(SWITCHES);
        Duration all =
                idleFor.multipliedBy(2).plus(saturatedFor).plus(INTERRUPTS).plus(rivals);
        try (Countdown countdown = new Countdown(progress, all)) {
            countdown.begin("quanta on an idle core", idleFor);
            OvershootResult idle = new Overshoot(cores, cores - 1, 1, requests, overrides).run();
            countdown.begin("quanta on a saturated core", saturatedFor);
            OvershootResult saturated = new Overshoot(cores, cores - 1, SATURATING, each, overrides).run();
            countdown.begin("quanta beside the agent", idleFor);
            OvershootResult beside = new Overshoot(cores, agentCore, 1, requests, overrides).run();
            countdown.begin("cost of an interrupt", INTERRUPTS);
            Map<String, Figures> interrupts = AccountingProgram.interrupts();
            countdown.begin("a perf event per thread", rivals);
            Figures rivalIdle = AccountingProgram.overshoot(1);
            Figures rivalSaturated = AccountingProgram.overshoot(SATURATING);
            Map<String, Figures> switches = AccountingProgram.switches();
            return new QuantumResult(
                    idle,
                    saturated,
                    beside,
                    AccountingProgram.one(interrupts, "look"),
                    AccountingProgram.one(interrupts, "sample"),
                    AccountingProgram.one(interrupts, "nothing"),
                    rivalIdle,
                    rivalSaturated,
                    AccountingProgram.one(switches, "without"),
                    AccountingProgram.one(switches, "more"));
        }
    }
}

package io.emfs.tests.workload;

import io.emfs.config.Slo;
import java.time.Duration;
import java.util.List;

/** Builds {@link InterferenceOptions}; what is not set keeps its default. Not thread-safe. */
public final class InterferenceOptionsBuilder {
    private double shortMs = 8.2;
    private double longMs = 360;
    private Duration phase = Duration.ofSeconds(25);
    private Duration warmup = Duration.ofSeconds(3);
    private Duration drain = Duration.ofSeconds(30);
    private List<Double> loads = List.of(0.8, 1.0);
    private long seed = 1;
    private Slo shortSlo = new Slo(95, Duration.ofMillis(24));
    private int rounds = 1;
    private List<Policy> policies = List.of(Policy.DEFAULT, Policy.EMFS);
    private int shortPort = 8081;
    private int longPort = 8082;
    private int serverCore = Runtime.getRuntime().availableProcessors() - 1;
    private int loadCore = 0;

    InterferenceOptionsBuilder() {}

    public InterferenceOptionsBuilder demands(double shortCpuMs, double longCpuMs) {
        shortMs = shortCpuMs;
        longMs = longCpuMs;
        return this;
    }

    public InterferenceOptionsBuilder phase(Duration duration) {
        phase = duration;
        return this;
    }

    public InterferenceOptionsBuilder warmup(Duration duration) {
        warmup = duration;
        return this;
    }

    public InterferenceOptionsBuilder drain(Duration duration) {
        drain = duration;
        return this;
    }

    public InterferenceOptionsBuilder loads(List<Double> utilisations) {
        loads = utilisations;
        return this;
    }

    public InterferenceOptionsBuilder seed(long value) {
        seed = value;
        return this;
    }

    public InterferenceOptionsBuilder shortSlo(Slo slo) {
        shortSlo = slo;
        return this;
    }

    public InterferenceOptionsBuilder rounds(int count) {
        rounds = count;
        return this;
    }

    public InterferenceOptionsBuilder policies(List<Policy> compared) {
        policies = compared;
        return this;
    }

    /** 0 takes a free one. */
    public InterferenceOptionsBuilder ports(int shortFunction, int longFunction) {
        shortPort = shortFunction;
        longPort = longFunction;
        return this;
    }

    public InterferenceOptionsBuilder cores(int servers, int loadGenerator) {
        serverCore = servers;
        loadCore = loadGenerator;
        return this;
    }

    public InterferenceOptions build() {
        return new InterferenceOptions(
                shortMs,
                longMs,
                phase,
                warmup,
                drain,
                loads,
                seed,
                shortSlo,
                rounds,
                policies,
                shortPort,
                longPort,
                serverCore,
                loadCore);
    }
}

package io.emfs.tests.cli;

import io.emfs.config.Durations;
import io.emfs.tests.faas.Faas;
import io.emfs.tests.faas.FaasJson;
import io.emfs.tests.faas.FaasOptions;
import io.emfs.tests.faas.FaasPolicy;
import io.emfs.tests.faas.FaasResult;
import io.emfs.tests.faas.FaasTable;
import io.emfs.tests.faas.ServerKind;
import io.emfs.tests.workload.ThisJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code emfs bench faas}: FaaSBench under eMFS and its rivals. */
@Command(
        mixinStandardHelpOptions = true,
        name = "faas",
        description =
                "FaaSBench, 14 functions of 13 ms to 2.3 s on one core: eMFS beside what else is proposed for them.",
        footer = {
            "",
            "Open-loop arrivals as bursty as Azure's, the same for every policy. SLO of each",
            "function: 3 x its p95 alone, measured first. All policies at two loads take 25",
            "minutes; --seconds 20 gives a quick look."
        })
final class FaasCommand implements Callable<Integer> {
    private static final int OTHER_CORE = 0;
    private static final double NS_PER_S = 1e9;

    /** As published, for functions as long as the published ones. */
    private static final double SFS_SLICE_S = 0.02;

    private static final double FIFO_LIMIT_S = 0.2;

    /** At full load it is what the load generator has left behind that must drain. */
    private static final Duration DRAIN = Duration.ofSeconds(60);

    @Option(
            names = "--load",
            split = ",",
            description = "Offered utilisations; default: ${DEFAULT-VALUE}.",
            defaultValue = "0.8,1.0")
    private List<Double> loads = new ArrayList<>();

    @Option(
            names = "--rounds",
            description = "Of all policies, each with arrivals of its own; default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private int rounds;

    @Option(names = "--seed", description = "Of the arrivals; default: ${DEFAULT-VALUE}.", defaultValue = "1")
    private long seed;

    @Option(
            names = "--policies",
            split = ",",
            converter = PolicyConverter.class,
            description = "Default: ${DEFAULT-VALUE}.",
            defaultValue = "default,nice,sfs,fifo-cfs,srtf,emfs")
    private List<FaasPolicy> policies = new ArrayList<>();

    @Option(
            names = "--servers",
            split = ",",
            converter = ServerConverter.class,
            description = "process or thread per request, or both; default: ${DEFAULT-VALUE}.",
            defaultValue = "process")
    private List<ServerKind> servers = new ArrayList<>();

    @Option(
            names = "--seconds",
            description = "Of requests that count, in each phase; default: ${DEFAULT-VALUE}.",
            defaultValue = "90")
    private double seconds;

    @Option(
            names = "--warmup",
            description = "Seconds of requests before that do not count; default: ${DEFAULT-VALUE}.",
            defaultValue = "10")
    private double warmup;

    @Option(names = "--scale", description = "Of all service times; default: ${DEFAULT-VALUE}.", defaultValue = "1")
    private double scale;

    @Option(names = "--sfs-slice", description = "SFS's before its first 200 arrivals; default: 20ms x scale.")
    private @Nullable String sfsSlice;

    @Option(names = "--fifo-limit", description = "CPU time after which fifo-cfs is fair; default: 200ms x scale.")
    private @Nullable String fifoLimit;

    @Mixin
    private BenchOptions bench = new BenchOptions();

    @Override
    public Integer call() throws Exception {
        FaasOptions options = new FaasOptions(
                loads,
                rounds,
                seed,
                policies,
                servers,
                duration(seconds),
                duration(warmup),
                DRAIN,
                scale,
                sfsSlice == null ? duration(SFS_SLICE_S * scale) : Durations.parse(sfsSlice),
                fifoLimit == null ? duration(FIFO_LIMIT_S * scale) : Durations.parse(fifoLimit),
                bench.overrides());
        ThisJvm.pin(OTHER_CORE);
        FaasResult result;
        try (TerminalProgress progress = new TerminalProgress()) {
            result = new Faas(options, progress).run();
        }
        bench.report(new FaasTable(result).render(), new FaasJson(result).render());
        return 0;
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos(Math.round(seconds * NS_PER_S));
    }

    private static final class PolicyConverter implements ITypeConverter<FaasPolicy> {
        @Override
        public FaasPolicy convert(String text) {
            return Choice.of(text, FaasPolicy.values(), FaasPolicy::title);
        }
    }

    private static final class ServerConverter implements ITypeConverter<ServerKind> {
        @Override
        public ServerKind convert(String text) {
            return Choice.of(text, ServerKind.values(), ServerKind::title);
        }
    }
}

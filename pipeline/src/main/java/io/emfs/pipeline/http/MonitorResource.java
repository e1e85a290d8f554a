package io.emfs.pipeline.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.emfs.bpf.NativeException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/monitor}: what the monitor tells of itself, as JSON. {@code ?programs=true} has the kernel count and time
 * the runs of BPF programs for the term of a {@link Lease}; otherwise those counts stand still.
 */
public final class MonitorResource implements Resource {
    private static final String PROGRAMS = "programs";

    private record Body(
            Statistics statistics, @JsonUnwrapped MonitorView view) {}

    /** {@code error} says why they could not be switched on; else it is null. */
    private record Statistics(
            boolean on, double leaseSeconds, @Nullable String error) {}

    private final Supplier<Optional<MonitorView>> monitor;
    private final Lease statistics;

    /** The lease is one of the kernel's run-time statistics; {@code monitor} is empty until it has started. */
    public MonitorResource(Supplier<Optional<MonitorView>> monitor, Lease statistics) {
        this.monitor = monitor;
        this.statistics = statistics;
    }

    @Override
    public String path() {
        return "/api/monitor";
    }

    @Override
    public String purpose() {
        return "ring, maps, counters, hooks and BPF programs (?programs=true counts their runs), as JSON";
    }

    @Override
    public Content get() {
        return get(Map.of());
    }

    @Override
    public Content get(Map<String, String> query) {
        String programs = query.getOrDefault(PROGRAMS, "false");
        return switch (programs) {
            case "false" -> answer(null);
            case "true" -> answer(renewal());
            default -> Content.error(400, PROGRAMS + "=" + programs + ", must be true or false");
        };
    }

    /** Why the statistics cannot be switched on; null if they are. */
    private @Nullable String renewal() {
        try {
            statistics.renew();
            return null;
        } catch (NativeException e) {
            return e.getMessage() + ": the agent lacks CAP_SYS_ADMIN; sysctl kernel.bpf_stats_enabled=1 does without";
        }
    }

    private Content answer(@Nullable String error) {
        Statistics state = new Statistics(statistics.held(), statistics.term().toMillis() / 1e3, error);
        return monitor.get()
                .map(view -> Content.json(200, new Body(state, view)))
                .orElseGet(() -> Content.error(503, "the monitor has not started"));
    }
}

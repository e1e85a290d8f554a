package io.emfs.pipeline.http;

import io.emfs.config.PolicyConfig.Mode;
import io.emfs.pipeline.executor.InstanceDirectory;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionReport;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/functions}: every function's objective, queue, instances and newest windows, as JSON. */
public final class FunctionsResource implements Resource {
    private final FunctionBoard board;
    private final SloDirectory slos;
    private final InstanceDirectory instances;
    private final RequestDirectory requests;

    public FunctionsResource(
            FunctionBoard board, SloDirectory slos, InstanceDirectory instances, RequestDirectory requests) {
        this.board = board;
        this.slos = slos;
        this.instances = instances;
        this.requests = requests;
    }

    @Override
    public String path() {
        return "/api/functions";
    }

    @Override
    public String purpose() {
        return "functions with SLO, queue, instances and latencies, as JSON";
    }

    @Override
    public Content get() {
        List<FunctionView> views = board.keys().stream().map(this::view).toList();
        return Content.json(200, Map.of("functions", views));
    }

    private @Nullable String modeOf(FunctionKey key) {
        Mode mode = board.modeOf(key);
        return mode == null ? null : mode.name().toLowerCase(Locale.ROOT);
    }

    private FunctionView view(FunctionKey key) {
        List<FunctionReport> windows = board.windowsOf(key);
        return new FunctionView(
                key.function(),
                key.node(),
                FunctionView.Objective.of(slos.sloOf(key)),
                board.queueOf(key),
                modeOf(key),
                Arrays.stream(instances.pidsOf(key)).boxed().toList(),
                FunctionView.Requests.of(requests.totalsOf(key)),
                FunctionView.basisOf(windows),
                FunctionView.Forecast.of(windows),
                windows.stream()
                        .map(FunctionReport::summary)
                        .map(FunctionView.Window::of)
                        .toList());
    }
}

package io.emfs.pipeline.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code /metrics}: the registry and the functions in Prometheus's text format. */
public final class MetricsResource implements Resource {
    private final PrometheusMeterRegistry registry;
    private final FunctionMetrics functions;

    public MetricsResource(PrometheusMeterRegistry registry, FunctionMetrics functions) {
        this.registry = registry;
        this.functions = functions;
    }

    @Override
    public String path() {
        return "/metrics";
    }

    @Override
    public String purpose() {
        return "all meters, for Prometheus";
    }

    @Override
    public Content get() {
        return new Content(
                200,
                "text/plain; version=0.0.4; charset=utf-8",
                Flux.concat(Mono.fromSupplier(registry::scrape), functions.text())
                        .subscribeOn(Schedulers.boundedElastic()));
    }
}

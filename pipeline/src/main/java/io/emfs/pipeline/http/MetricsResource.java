package io.emfs.pipeline.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** {@code /metrics}: the registry in Prometheus's text format. */
public final class MetricsResource implements Resource {
    private final PrometheusMeterRegistry registry;

    public MetricsResource(PrometheusMeterRegistry registry) {
        this.registry = registry;
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
        return new Content(200, "text/plain; version=0.0.4; charset=utf-8", registry.scrape());
    }
}

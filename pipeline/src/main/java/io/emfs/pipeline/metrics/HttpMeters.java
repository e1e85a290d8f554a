package io.emfs.pipeline.metrics;

import io.emfs.pipeline.http.NodeEndpoint;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** Shows whom an agent's HTTP turned away. */
public final class HttpMeters implements MeterBinder {
    private final NodeEndpoint endpoint;

    public HttpMeters(NodeEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counter(registry, NodeEndpoint::crowdedCount, "crowded");
        counter(registry, NodeEndpoint::silentCount, "silent");
    }

    private void counter(MeterRegistry registry, ToDoubleFunction<NodeEndpoint> value, String cause) {
        FunctionCounter.builder(EmfsMeter.HTTP_REFUSED.meterName(), endpoint, value)
                .tags(EmfsMeter.HTTP_REFUSED.tagged(cause))
                .register(registry);
    }
}

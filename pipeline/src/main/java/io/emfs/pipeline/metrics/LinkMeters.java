package io.emfs.pipeline.metrics;

import io.emfs.pipeline.link.agent.AgentLink;
import io.emfs.pipeline.link.agent.LinkCounters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** Shows an agent's link to its job. */
public final class LinkMeters implements MeterBinder {
    private static final double NS_PER_S = 1e9;

    private final AgentLink link;
    private final String node;

    public LinkMeters(AgentLink link, String node) {
        this.link = link;
        this.node = node;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, EmfsMeter.LINK_UP, each -> each.status().up() ? 1 : 0);
        gauge(registry, EmfsMeter.LINK_ENDPOINTS, each -> each.status().endpoints());
        gauge(registry, EmfsMeter.LINK_ROUND_TRIP, each -> each.counters().roundTripNs() / NS_PER_S);
        counter(registry, EmfsMeter.EVENTS_DROPPED, LinkCounters::droppedCount, node, "link-down");
        counter(registry, EmfsMeter.LINK_CONNECTIONS, LinkCounters::connectionCount, node);
        counter(registry, EmfsMeter.LINK_REFUSALS, LinkCounters::refusedCount, node);
        counter(registry, EmfsMeter.LINK_REPEATED, LinkCounters::repeatedCount, node);
        counter(registry, EmfsMeter.LINK_FRAMES, LinkCounters::framesSent, node, "sent");
        counter(registry, EmfsMeter.LINK_FRAMES, LinkCounters::framesReceived, node, "received");
        counter(registry, EmfsMeter.LINK_BYTES, LinkCounters::bytesSent, node, "sent");
        counter(registry, EmfsMeter.LINK_BYTES, LinkCounters::bytesReceived, node, "received");
    }

    private void gauge(MeterRegistry registry, EmfsMeter meter, ToDoubleFunction<AgentLink> value) {
        Gauge.builder(meter.meterName(), link, value).tags(meter.tagged(node)).register(registry);
    }

    private void counter(
            MeterRegistry registry, EmfsMeter meter, ToDoubleFunction<LinkCounters> value, String... tags) {
        FunctionCounter.builder(meter.meterName(), link.counters(), value)
                .tags(meter.tagged(tags))
                .register(registry);
    }
}

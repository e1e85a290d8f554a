package io.emfs.pipeline.http;

import io.emfs.pipeline.link.agent.AgentLink;
import io.emfs.pipeline.link.agent.LinkCounters;
import io.emfs.pipeline.link.agent.LinkStatus;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /api/link}: how the agent's link to its job stands, as JSON. */
public final class LinkResource implements Resource {
    private static final double NS_PER_MS = 1e6;

    private record Body(
            boolean up,
            boolean orphaned,
            int endpoints,
            String attempt,
            long downForMs,
            String trouble,
            String text,
            long connections,
            long refusals,
            long droppedEvents,
            double roundTripMs) {}

    private final Supplier<Optional<AgentLink>> link;

    /** @param link none if the agent's job is its own */
    public LinkResource(Supplier<Optional<AgentLink>> link) {
        this.link = link;
    }

    @Override
    public String path() {
        return "/api/link";
    }

    @Override
    public String purpose() {
        return "the link to the job on a cluster";
    }

    @Override
    public Content get() {
        return link.get().map(LinkResource::of).orElseGet(() -> Content.error(404, "this agent's job runs beside it"));
    }

    private static Content of(AgentLink link) {
        LinkStatus status = link.status();
        LinkCounters counters = link.counters();
        return Content.json(
                200,
                new Body(
                        status.up(),
                        status.orphaned(),
                        status.endpoints(),
                        status.attempt(),
                        status.downForMs(),
                        status.trouble(),
                        status.text(),
                        counters.connectionCount(),
                        counters.refusedCount(),
                        counters.droppedCount(),
                        counters.roundTripNs() / NS_PER_MS));
    }
}

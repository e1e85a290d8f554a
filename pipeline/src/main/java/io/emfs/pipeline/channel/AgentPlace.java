package io.emfs.pipeline.channel;

import java.util.Optional;

/** Where a node's agent is, as seen from the job. Travels with the job; an agent elsewhere may have a link to it. */
public enum AgentPlace {
    /** In the job's JVM, always: a node without an open channel fails the job, by name. */
    HERE,
    /** Perhaps not there: of a node without an open channel nothing is heard, and what is meant for it is dropped. */
    ELSEWHERE;

    /** The open channel of a node; throws {@link IllegalStateException} if there has to be one. */
    public Optional<LocalChannel> channel(String node) {
        return this == HERE ? Optional.of(LocalChannels.get(node)) : LocalChannels.find(node);
    }
}

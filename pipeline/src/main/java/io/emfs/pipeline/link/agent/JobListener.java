package io.emfs.pipeline.link.agent;

/** What an agent does when its job comes or goes. On the link's own thread for that, one call at a time; may block it. */
public interface JobListener {

    /** A job begins to take this node's events: it knows nothing of what happened meanwhile. */
    void joined();

    /** No job was there for {@code agent.orphan-after}. */
    void orphaned();
}

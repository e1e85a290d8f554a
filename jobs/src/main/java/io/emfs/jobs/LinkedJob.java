package io.emfs.jobs;

import io.emfs.config.EmfsConfig;
import io.emfs.pipeline.channel.LocalChannel;
import io.emfs.pipeline.link.agent.AgentLink;
import io.emfs.pipeline.link.agent.JobListener;
import io.emfs.pipeline.link.agent.LocalDecisions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A job on a Flink cluster that the agent has a link to. */
final class LinkedJob implements JobSeat {
    private final EmfsConfig config;
    private final Listener listener = new Listener();
    private @Nullable AgentLink link;

    /** Throws {@link IllegalStateException} that names the key if the configuration does not say how to reach a job. */
    LinkedJob(EmfsConfig config) {
        if (config.agent().job().isEmpty()) {
            throw new IllegalStateException(
                    "agent.job is empty: it has to say where the job's TaskManagers listen, such as [127.0.0.1:9470-9479]");
        }
        if (!config.agent().link().connects()) {
            throw new IllegalStateException(
                    "agent.link.ca = none: the job has to show a certificate that comes from it;"
                            + " agent.link.insecure: true believes whoever answers");
        }
        this.config = config;
    }

    @Override
    public AutoCloseable open(LocalChannel channel, NodeFace face, Placements placements) {
        AgentLink opened = new AgentLink(config, channel, new LocalDecisions(placements::of), listener);
        link = opened;
        face.show(opened);
        return opened;
    }

    @Override
    public AutoCloseable begin(Node node) {
        listener.node = node;
        AgentLink opened = Objects.requireNonNull(link, "not opened");
        opened.start();
        return opened; // before what its listener asks for is gone
    }

    @Override
    public boolean isHere() {
        return false;
    }

    private static final class Listener implements JobListener {
        private volatile @Nullable Node node;

        @Override
        public void joined() {
            Objects.requireNonNull(node, "the link was not begun").announce();
        }

        @Override
        public void orphaned() {
            Objects.requireNonNull(node, "the link was not begun").release();
        }
    }
}

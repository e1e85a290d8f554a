package io.emfs.jobs;

import io.emfs.pipeline.channel.LocalChannel;

/** Where the decisions for an agent's node are made. {@link #open} and {@link #begin} are called once, in this order. */
interface JobSeat {

    /** What a seat may ask of the agent whose job it has; from any thread. */
    interface Node {

        /** Tells the job of all processes of functions, as if each had just started. */
        void announce();

        /** Puts all threads back as they were, and forgets where they had been placed. */
        void release();

        /** The job has another configuration. */
        void follow(JobConfiguration upgraded);
    }

    /**
     * Before anything is scheduled. Throws if it cannot be had.
     *
     * @param placements what the agent was told last
     * @return is closed with the agent
     */
    AutoCloseable open(LocalChannel channel, NodeFace face, Placements placements);

    /** Everything runs. The answer is closed before {@code node} cannot be asked any more. */
    AutoCloseable begin(Node node);

    /** Whether the whole road can be tried before it matters: the answer comes from within this JVM. */
    boolean isHere();
}

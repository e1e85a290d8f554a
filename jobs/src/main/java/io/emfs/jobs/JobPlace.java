package io.emfs.jobs;

import io.emfs.operators.training.TrainerPlace;
import io.emfs.pipeline.channel.AgentPlace;

/** Where a job runs, and what is otherwise there. */
enum JobPlace {
    /** In the agent's JVM, on a node that it schedules. */
    AGENT(AgentPlace.HERE, TrainerPlace.PROCESS),
    /** On a Flink cluster, to which agents have a link. */
    CLUSTER(AgentPlace.ELSEWHERE, TrainerPlace.COORDINATOR);

    private final AgentPlace agents;
    private final TrainerPlace trainer;

    JobPlace(AgentPlace agents, TrainerPlace trainer) {
        this.agents = agents;
        this.trainer = trainer;
    }

    AgentPlace agents() {
        return agents;
    }

    TrainerPlace trainer() {
        return trainer;
    }
}

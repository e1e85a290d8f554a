package io.emfs.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code agent}: of agents that are decided for by a job on a Flink cluster ({@code emfs agent}).
 *
 * @param job where the job's TaskManagers listen for agents
 * @param orphanAfter how long threads keep their places when no TaskManager can be reached
 */
public record AgentConfig(List<EndpointConfig> job, Duration orphanAfter, LinkConfig link) implements Serializable {
    /** No job. */
    public static final AgentConfig DEFAULT = new AgentConfig(List.of(), Duration.ofMinutes(1), LinkConfig.DEFAULT);

    /** Copies the list. */
    public AgentConfig {
        job = List.copyOf(job);
    }

    static AgentConfig read(Section at) {
        List<EndpointConfig> job = new ArrayList<>();
        for (String text : at.list("job", List.of())) {
            try {
                job.add(EndpointConfig.parse(text));
            } catch (IllegalArgumentException e) {
                at.reject(
                        at.placeOf("job"),
                        "agent.job[" + job.size() + "]",
                        " = " + text + ": " + EndpointConfig.ALLOWED);
            }
        }
        return new AgentConfig(
                job,
                at.optional("orphan-after", ValueType.positiveDuration(), DEFAULT.orphanAfter)
                        .value(),
                LinkConfig.read(at.section("link")));
    }
}

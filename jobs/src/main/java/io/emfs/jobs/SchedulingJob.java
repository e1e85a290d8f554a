package io.emfs.jobs;

import io.emfs.config.EmfsConfig;
import io.emfs.jobs.replay.ReplaySource;
import io.emfs.jobs.replay.ReplayedChangeSink;
import io.emfs.jobs.replay.ReplayedReportSink;
import io.emfs.operators.SchedulingTopology;
import io.emfs.operators.TypeInformations;
import io.emfs.operators.learning.BaseModel;
import io.emfs.operators.training.ModelSupply;
import io.emfs.operators.window.NodeTime;
import io.emfs.pipeline.channel.AgentPlace;
import io.emfs.pipeline.link.LinkTerms;
import io.emfs.pipeline.sink.CommandSink;
import io.emfs.pipeline.sink.FunctionReportSink;
import io.emfs.pipeline.sink.LearningReportSink;
import io.emfs.pipeline.source.RingBufferSource;
import io.emfs.pipeline.source.split.NodePlacement;
import io.emfs.state.Command;
import io.emfs.state.FunctionReport;
import io.emfs.state.NodeEvent;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;

/** The job graph: ring buffer → windows → profiler → policy → executor. Pure wiring. */
final class SchedulingJob {
    static final String NAME = "emfs";
    static final String SOURCE_UID = "node-events";
    static final String CHANGES_UID = "queue-changes";
    static final String REPORTS_UID = "function-reports";
    static final String LEARNING_UID = "learning-reports";

    private SchedulingJob() {}

    /** The graph for functions of the node in {@code configuration}. */
    static JobGraph graph(JobConfiguration configuration, BaseModel base, Configuration settings) {
        return graphOf(environment(configuration, base, settings));
    }

    /** As {@link #graph}, to be executed by whoever provides the environment: Flink's own command line. */
    static StreamExecutionEnvironment environment(
            JobConfiguration configuration, BaseModel base, Configuration settings) {
        EmfsConfig config = configuration.loaded().config();
        AgentPlace agents = configuration.place().agents();
        boolean linked = agents == AgentPlace.ELSEWHERE && config.agent().link().listens();
        LinkTerms terms = LinkTerms.of(config);
        String node = config.node();
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(settings);
        environment.getConfig().setGlobalJobParameters(configuration.toParameters());
        SchedulingTopology.Streams streams = wire(
                config,
                configuration.asOfNs(),
                new ModelSupply(base, configuration.place().trainer()),
                environment,
                linked
                        ? RingBufferSource.linked(List.of(node), placement(environment), terms)
                        : new RingBufferSource(List.of(node), placement(environment), agents),
                agents == AgentPlace.HERE ? NodeTime.besideAnAgent() : NodeTime.overANetwork(),
                linked ? CommandSink.linked(terms) : new CommandSink(agents),
                linked ? FunctionReportSink.linked(terms) : new FunctionReportSink(agents));
        streams.learning()
                .sinkTo(linked ? LearningReportSink.linked(terms) : new LearningReportSink(agents, node))
                .uid(LEARNING_UID)
                .name(LEARNING_UID);
        return environment;
    }

    private static NodePlacement placement(StreamExecutionEnvironment environment) {
        int configured = environment.getMaxParallelism();
        return new NodePlacement(
                configured > 0
                        ? configured
                        : KeyGroupRangeAssignment.computeDefaultMaxParallelism(environment.getParallelism()));
    }

    /**
     * The same operators between the ends of a replay, which brings its own watermarks: no clock drives them. It does not
     * retrain, for when a training is done is a matter of chance.
     */
    static JobGraph replayGraph(EmfsConfig config, ModelSupply models, Configuration settings, String replay) {
        return graph(
                config,
                models,
                settings,
                new ReplaySource(replay),
                null,
                new ReplayedChangeSink(replay),
                new ReplayedReportSink(replay));
    }

    /**
     * The same operators between any ends.
     *
     * @param time of each node; null if the source emits watermarks
     */
    static JobGraph graph(
            EmfsConfig config,
            ModelSupply models,
            Configuration settings,
            Source<NodeEvent, ?, ?> source,
            @Nullable NodeTime time,
            Sink<Command> commands,
            Sink<FunctionReport> reports) {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(settings);
        wire(config, 0, models, environment, source, time, commands, reports);
        return graphOf(environment);
    }

    private static SchedulingTopology.Streams wire(
            EmfsConfig config,
            long asOfNs,
            ModelSupply models,
            StreamExecutionEnvironment environment,
            Source<NodeEvent, ?, ?> source,
            @Nullable NodeTime time,
            Sink<Command> commands,
            Sink<FunctionReport> reports) {
        SchedulingTopology topology = new SchedulingTopology(
                config.windows(),
                config.queues(),
                config.policy(),
                config.learning(),
                models,
                config::sloOf,
                time,
                asOfNs);
        SchedulingTopology.Streams streams = topology.attachTo(environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), SOURCE_UID, TypeInformations.NODE_EVENT)
                .uid(SOURCE_UID));
        streams.commands().sinkTo(commands).uid(CHANGES_UID).name(CHANGES_UID);
        streams.reports().sinkTo(reports).uid(REPORTS_UID).name(REPORTS_UID);
        return streams;
    }

    private static JobGraph graphOf(StreamExecutionEnvironment environment) {
        // submitting the StreamGraph itself throws a NullPointerException in Flink 2.3.0
        StreamGraph graph = environment.getStreamGraph();
        graph.setJobName(NAME);
        return graph.getJobGraph();
    }
}

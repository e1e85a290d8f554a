package io.emfs.pipeline.source;

import static io.emfs.pipeline.Events.key;
import static io.emfs.pipeline.Events.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.pipeline.Events;
import io.emfs.pipeline.channel.AgentPlace;
import io.emfs.pipeline.channel.LocalChannel;
import io.emfs.pipeline.channel.LocalChannels;
import io.emfs.pipeline.sink.CommandSink;
import io.emfs.pipeline.sink.FunctionReportSink;
import io.emfs.pipeline.source.split.NodePlacement;
import io.emfs.state.Command;
import io.emfs.state.FunctionReport;
import io.emfs.state.NodeEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** Through a real embedded cluster, at parallelism 2: one reader has the node, the other none. */
class RingBufferSourceTest {
    private static final int COUNT = 23;

    private final LocalChannel channel = LocalChannels.open("n1");

    @AfterEach
    void close() {
        LocalChannels.close("n1");
    }

    @Test
    void carriesEventsThroughAJobAndCommandsBack() throws Exception {
        CompletableFuture<List<FunctionReport>> reports =
                channel.reports().take(COUNT).collectList().toFuture();
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2);
        env.setBufferTimeout(0);
        env.enableCheckpointing(100);
        DataStream<NodeEvent> events = env.fromSource(
                new RingBufferSource(List.of("n1"), new NodePlacement(128), AgentPlace.HERE),
                WatermarkStrategy.noWatermarks(),
                "events",
                TypeInformation.of(NodeEvent.class));
        events.map(event -> Events.report(event.key(), "fast", event.timestampNs(), 1, 1))
                .returns(FunctionReport.class)
                .sinkTo(new FunctionReportSink(AgentPlace.HERE));
        events.map(event -> (Command) Events.change(event.key(), 1, 2, event.timestampNs()))
                .returns(Command.class)
                .sinkTo(new CommandSink(AgentPlace.HERE));
        JobClient job = env.executeAsync();
        try {
            for (int i = 0; i < COUNT; i++) {
                channel.offer(request(key("f"), i));
            }
            StepVerifier.create(
                            channel.commands().take(COUNT).map(Command::causeNs).sort())
                    .expectNextSequence(LongStream.range(0, COUNT).boxed().toList())
                    .expectComplete()
                    .verify(Duration.ofMinutes(1));
            assertThat(reports.get(1, TimeUnit.MINUTES)).hasSize(COUNT);
        } finally {
            job.cancel().get();
        }
    }
}

package io.emfs.pipeline.source.reader;

import io.emfs.bpf.sched.OwnThreads;
import io.emfs.pipeline.channel.AgentPlace;
import io.emfs.pipeline.channel.LocalChannel;
import io.emfs.pipeline.source.split.NodeSplit;
import io.emfs.state.NodeEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;

/**
 * Drains the channels of its nodes on the task thread, at most {@link #BATCH} events a call so that checkpoints and
 * timers get their turn. Record timestamps are epoch ms. A node whose channel is not open fails the job, by name, if its
 * agent has to be here; else nothing is heard of it, and a reader that has only such nodes is idle.
 */
public final class NodeReader implements SourceReader<NodeEvent, NodeSplit> {
    private static final int BATCH = 64;
    private static final long NS_PER_MS = 1_000_000;

    private final AgentPlace agents;
    private final List<NodeSplit> nodes = new ArrayList<>();
    private final List<LocalChannel> channels = new ArrayList<>();
    private CompletableFuture<Void> splits = new CompletableFuture<>();
    private int turn;
    private boolean idle;

    public NodeReader(AgentPlace agents) {
        this.agents = agents;
    }

    /** Only beside an agent are there threads to stay above. */
    @Override
    public void start() {
        if (agents == AgentPlace.HERE) {
            OwnThreads.joinRoad();
        }
    }

    @Override
    public void addSplits(List<NodeSplit> added) {
        channels.forEach(LocalChannel::wake); // Flink waits for these only: let it ask anew
        for (NodeSplit split : added) {
            Optional<LocalChannel> channel = agents.channel(split.node());
            channel.ifPresent(LocalChannel::join);
            channel.ifPresent(channels::add);
            nodes.add(split);
        }
        splits.complete(null);
    }

    /** A reader without a node declares itself idle, or the job's watermark would wait for it. */
    @Override
    public void notifyNoMoreSplits() {
        splits.complete(null);
    }

    @Override
    public InputStatus pollNext(ReaderOutput<NodeEvent> output) {
        if (channels.isEmpty()) {
            return pollNothing(output);
        }
        int left = BATCH;
        for (int i = 0; i < channels.size() && left > 0; i++) {
            LocalChannel channel = channels.get(turn);
            SourceOutput<NodeEvent> out = output.createOutputForSplit(channel.node()); // a watermark per node
            left -= channel.drain(event -> out.collect(event, event.timestampNs() / NS_PER_MS), left);
            turn = (turn + 1) % channels.size();
        }
        return anyEvent() ? InputStatus.MORE_AVAILABLE : InputStatus.NOTHING_AVAILABLE;
    }

    private InputStatus pollNothing(ReaderOutput<NodeEvent> output) {
        if (splits.isDone()) {
            splits = new CompletableFuture<>();
            if (!idle) {
                output.markIdle();
                idle = true;
            }
        }
        return InputStatus.NOTHING_AVAILABLE;
    }

    private boolean anyEvent() {
        return channels.stream().anyMatch(channel -> !channel.isEmpty());
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return switch (channels.size()) {
            case 0 -> splits;
            case 1 -> channels.get(0).available();
            default ->
                CompletableFuture.anyOf(
                                channels.stream().map(LocalChannel::available).toArray(CompletableFuture<?>[]::new))
                        .thenRun(() -> {});
        };
    }

    @Override
    public List<NodeSplit> snapshotState(long checkpointId) {
        channels.forEach(LocalChannel::checkpoint);
        return List.copyOf(nodes);
    }

    @Override
    public void close() {}
}

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
import java.util.function.Predicate;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;

/**
 * Drains the channels of its nodes on the task thread, at most {@link #BATCH} events a call so that checkpoints and
 * timers get their turn. Record timestamps are epoch ms. A node whose channel is not open fails the job, by name, if its
 * agent has to be here; else nothing is heard of it. Nodes of other subtasks, which a job that ran on another number of them
 * leaves behind, are dropped.
 */
public final class NodeReader implements SourceReader<NodeEvent, NodeSplit> {
    private static final int BATCH = 64;
    private static final long NS_PER_MS = 1_000_000;

    private final AgentPlace agents;
    private final Predicate<String> own;
    private final List<NodeSplit> nodes = new ArrayList<>();
    private final List<LocalChannel> channels = new ArrayList<>();
    private CompletableFuture<Void> splits = new CompletableFuture<>();
    private int turn;

    /** @param own the nodes of this subtask */
    public NodeReader(AgentPlace agents, Predicate<String> own) {
        this.agents = agents;
        this.own = own;
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
            if (nodes.contains(split) || !own.test(split.node())) {
                continue;
            }
            Optional<LocalChannel> channel = agents.channel(split.node());
            channel.ifPresent(LocalChannel::join);
            channel.ifPresent(channels::add);
            nodes.add(split);
        }
        splits.complete(null);
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public InputStatus pollNext(ReaderOutput<NodeEvent> output) {
        if (channels.isEmpty() && splits.isDone()) {
            splits = new CompletableFuture<>();
        }
        int left = BATCH;
        for (int i = 0; i < channels.size() && left > 0; i++) {
            LocalChannel channel = channels.get(turn);
            channel.attend();
            left -= channel.drain(event -> output.collect(event, event.timestampNs() / NS_PER_MS), left);
            turn = (turn + 1) % channels.size();
        }
        return anyEvent() ? InputStatus.MORE_AVAILABLE : InputStatus.NOTHING_AVAILABLE;
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
        channels.forEach(LocalChannel::attend);
        return List.copyOf(nodes);
    }

    @Override
    public void close() {}
}

package io.emfs.pipeline.source.reader;

import io.emfs.pipeline.link.job.EndpointCounters;
import io.emfs.pipeline.link.job.Inbox;
import io.emfs.pipeline.link.job.JobEndpoint;
import io.emfs.pipeline.link.job.JobEndpoints;
import io.emfs.pipeline.source.split.NodeSplit;
import io.emfs.state.NodeEvent;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * The events of whichever of this subtask's agents are linked to this TaskManager, on the task thread, at most {@link #BATCH} a call. Record
 * timestamps are epoch ms. Agents come and go while the job runs: they, and no splits, say which nodes are read here. What
 * splits it is given it keeps, for a job beside an agent may start from its state.
 */
public final class LinkReader implements SourceReader<NodeEvent, NodeSplit> {
    private static final int BATCH = 64;
    private static final long NS_PER_MS = 1_000_000;

    private final JobEndpoints.Use use;
    private final JobEndpoint endpoint;
    private final Inbox inbox;
    private final Predicate<String> own;
    private final Set<NodeSplit> splits = new LinkedHashSet<>();
    private Inbox.@Nullable Batch batch;
    private Iterator<NodeEvent> rest = List.<NodeEvent>of().iterator();

    /**
     * Listens for agents, and closes {@code use} when it is closed.
     *
     * @param own the nodes of this subtask
     */
    public LinkReader(JobEndpoints.Use use, Predicate<String> own, MetricGroup metrics) {
        this.use = use;
        this.own = own;
        this.endpoint = use.endpoint();
        this.inbox = endpoint.openInbox(own);
        EndpointCounters counters = endpoint.counters();
        MetricGroup group = metrics.addGroup("link");
        group.gauge("agents", inbox::agents);
        group.gauge("admitted", counters::admittedCount);
        group.gauge("refused", counters::refusedCount);
        group.gauge("events", counters::eventCount);
        group.gauge("commands", counters::commandCount);
        group.gauge("undelivered", counters::undeliveredCount);
    }

    @Override
    public void start() {}

    @Override
    public void addSplits(List<NodeSplit> added) {
        added.stream().filter(split -> own.test(split.node())).forEach(splits::add);
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public InputStatus pollNext(ReaderOutput<NodeEvent> output) {
        int left = BATCH;
        while (left > 0 && (rest.hasNext() || nextBatch())) {
            for (; left > 0 && rest.hasNext(); left--) {
                NodeEvent event = rest.next();
                output.collect(event, event.timestampNs() / NS_PER_MS);
            }
            finishBatch();
        }
        return rest.hasNext() || !inbox.isEmpty() ? InputStatus.MORE_AVAILABLE : InputStatus.NOTHING_AVAILABLE;
    }

    private boolean nextBatch() {
        batch = inbox.poll();
        rest = batch == null ? rest : batch.events().iterator();
        return batch != null;
    }

    private void finishBatch() {
        Inbox.Batch current = batch;
        if (current != null && !rest.hasNext()) {
            current.done();
            batch = null;
        }
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return rest.hasNext() ? CompletableFuture.completedFuture(null) : inbox.available();
    }

    @Override
    public List<NodeSplit> snapshotState(long checkpointId) {
        return List.copyOf(splits);
    }

    @Override
    public void close() {
        endpoint.closeInbox(inbox);
        use.close();
    }
}

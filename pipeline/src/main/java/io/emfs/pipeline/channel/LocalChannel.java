package io.emfs.pipeline.channel;

import io.emfs.state.Command;
import io.emfs.state.FunctionReport;
import io.emfs.state.LearningReport;
import io.emfs.state.NodeEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitResult;

/**
 * One node's hand-over between its agent and a Flink job in the same JVM; opened and found by {@link LocalChannels}.
 *
 * <p>Events go to the job through a bounded queue: {@link #offer} from any thread, {@link #drain} and {@link #available}
 * from the source's task thread. Commands and reports come back as fluxes: {@link #emit} from any thread, delivered on
 * the emitting thread. Nothing here blocks on the other side, and nothing is thrown for a full or closed channel.
 */
public final class LocalChannel {
    private static final int REPORT_BUFFER = 4096;

    private final String node;
    private final EventQueue events;
    private final Sinks.Many<Command> commands = Sinks.many().unicast().onBackpressureBuffer();
    private final Sinks.Many<FunctionReport> reports = Sinks.many().multicast().directBestEffort();
    private final AtomicInteger joined = new AtomicInteger();
    private final Absence absence = new Absence(System::nanoTime);
    private volatile LearningReport learning = LearningReport.NONE;

    LocalChannel(String node, int capacity) {
        this.node = node;
        this.events = new EventQueue(capacity);
    }

    public String node() {
        return node;
    }

    /** A job begins to take what is offered here; from the thread that drains. */
    public void join() {
        joined.incrementAndGet();
        absence.returns();
    }

    /** The job takes events, or writes down what it has made of them, up to now; from the thread that drains. */
    public void attend() {
        absence.attends();
    }

    /** How long nobody took events, ns, before the job that does now; 0 for the first one; from any thread. */
    public long absenceNs() {
        return absence.lastNs();
    }

    /** How many jobs, or starts of one, have {@link #join}ed; from any thread. */
    public int joined() {
        return joined.get();
    }

    /** False if the event was dropped because the job lags; only requests are ever dropped. */
    public boolean offer(NodeEvent event) {
        return events.offer(event);
    }

    /** Requests dropped since the channel was opened, cause {@code channel-full}. */
    public long droppedCount() {
        return events.droppedCount();
    }

    /** Hands at most {@code limit} events to {@code consumer}, in order, and returns how many. */
    public int drain(Consumer<NodeEvent> consumer, int limit) {
        return events.drain(consumer, limit);
    }

    public boolean isEmpty() {
        return events.isEmpty();
    }

    /** Complete if there are events, else completed by the offer of the next one. */
    public CompletableFuture<Void> available() {
        return events.available();
    }

    /** Completes what {@link #available} returned, though there may be no event. */
    public void wake() {
        events.wake();
    }

    /** The job's commands, without loss; those emitted before the subscription are kept for it. One subscriber. */
    public Flux<Command> commands() {
        return commands.asFlux();
    }

    /** The job's reports from now on; a subscriber that lags by more than 4096 of them misses the oldest. */
    public Flux<FunctionReport> reports() {
        return reports.asFlux().onBackpressureBuffer(REPORT_BUFFER, BufferOverflowStrategy.DROP_OLDEST);
    }

    /** False once the channel is closed or its subscriber has gone. */
    public boolean emit(Command command) {
        synchronized (commands) { // the sink wants one emitter at a time; parallel sinks would otherwise lose
            return commands.tryEmitNext(command) == EmitResult.OK;
        }
    }

    /** False if nobody listens. */
    public boolean emit(FunctionReport report) {
        synchronized (reports) {
            return reports.tryEmitNext(report) == EmitResult.OK;
        }
    }

    /** The newest; from any thread. */
    public LearningReport learning() {
        return learning;
    }

    /** From any thread. */
    public void show(LearningReport report) {
        learning = report;
    }

    /** Completes both fluxes. */
    void close() {
        synchronized (commands) {
            commands.tryEmitComplete();
        }
        synchronized (reports) {
            reports.tryEmitComplete();
        }
    }
}

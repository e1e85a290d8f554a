package io.emfs.pipeline.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.emfs.config.PolicyConfig.Audit;
import io.emfs.pipeline.executor.Effect;
import io.emfs.pipeline.metrics.EmfsMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitResult;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * {@code audit.jsonl}: a line of JSON for each move of a function and each boost, and, if wanted, of a thread; 5 files
 * of 10 MiB at most. {@link #record} is called by one thread at a time, which never waits: lines are made and written
 * on a thread of their own, and those that the disk does not keep up with are counted as lost.
 */
public final class AuditLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final String NAME = "audit.jsonl";
    private static final long MAX_BYTES = 10 << 20;
    private static final int FILES = 5;
    private static final int WAITING = 4096;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final Audit audit;
    private final RotatingFile file;
    private final Counter lost;
    private final ObjectMapper json = new ObjectMapper();
    private final Scheduler scheduler = Schedulers.newSingle("emfs-audit", true);
    private final Sinks.Many<Effect> effects =
            Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(WAITING));
    private final Mono<Void> end;

    private AuditLog(Audit audit, RotatingFile file, MeterRegistry registry) {
        this.audit = audit;
        this.file = file;
        this.lost = registry.counter(EmfsMeter.AUDIT_LOST.meterName());
        Flux<Effect> written = effects.asFlux().publishOn(scheduler).doOnNext(this::write);
        this.end = written.then().cache();
        end.subscribe();
    }

    /** Opens the log in a directory that exists; throws {@link IOException} if it cannot be written. */
    public static AuditLog open(Path directory, Audit audit, MeterRegistry registry) throws IOException {
        return new AuditLog(audit, new RotatingFile(directory.resolve(NAME), MAX_BYTES, FILES), registry);
    }

    public void record(Effect effect) {
        if (effects.tryEmitNext(effect) != EmitResult.OK) {
            lost.increment();
        }
    }

    private void write(Effect effect) {
        AuditLine line = AuditLine.of(effect, audit);
        if (line == null) {
            return;
        }
        try {
            file.append(json.writeValueAsString(line));
        } catch (IOException e) {
            if (lost.count() == 0) {
                LOG.warn("the audit log cannot be written; lines are lost and counted: {}", e.getMessage());
            }
            lost.increment();
        }
    }

    /** Writes what waits, for two seconds at most. */
    @Override
    public void close() throws IOException {
        effects.tryEmitComplete();
        try {
            end.block(CLOSE_LIMIT);
        } catch (IllegalStateException timeout) {
            LOG.warn("the audit log was not finished within {}", CLOSE_LIMIT);
        } finally {
            scheduler.dispose();
            file.close();
        }
    }
}

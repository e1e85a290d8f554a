package io.emfs.pipeline.sink;

import io.emfs.pipeline.link.LinkTerms;
import io.emfs.pipeline.link.job.JobEndpoint;
import io.emfs.pipeline.link.job.JobEndpoints;
import io.emfs.pipeline.source.JobAttempt;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Hands every element to the TaskManager's endpoint at once, on the task thread, which does not wait for the network. */
final class LinkWriter<T> implements SinkWriter<T> {
    private final JobEndpoints.Use use;
    private final BiConsumer<JobEndpoint, T> handOver;

    LinkWriter(LinkTerms terms, WriterInitContext context, BiConsumer<JobEndpoint, T> handOver) {
        this.use = JobEndpoints.HERE.open(terms, JobAttempt.of(context.metricGroup()));
        this.handOver = handOver;
    }

    @Override
    public void write(T element, Context context) {
        handOver.accept(use.endpoint(), element);
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public void close() {
        use.close();
    }
}

package io.emfs.pipeline.metrics;

import io.emfs.pipeline.channel.LocalChannel;
import io.emfs.state.LearningReport;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** Shows how learning stands in the job behind a {@link LocalChannel}. */
public final class LearningMeters implements MeterBinder {
    private final LocalChannel channel;

    public LearningMeters(LocalChannel channel) {
        this.channel = channel;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        outcome(registry, "promoted", LearningReport::promotions);
        outcome(registry, "rejected", LearningReport::rejections);
        outcome(registry, "failed", LearningReport::failures);
        error(registry, "candidate", report -> report.errors().candidate());
        error(registry, "incumbent", report -> report.errors().incumbent());
        error(registry, "last", report -> report.errors().last());
        error(registry, "machine", report -> report.errors().machine());
        error(registry, "trees", report -> report.errors().trees());
        gauge(registry, EmfsMeter.RETRAINING_TIME, LearningReport::seconds);
        gauge(registry, EmfsMeter.TRAINING_ROWS, LearningReport::rows);
        gauge(registry, EmfsMeter.TRAINING_FUNCTIONS, LearningReport::functions);
        gauge(registry, EmfsMeter.MODEL_VERSION, LearningReport::version);
    }

    private void outcome(MeterRegistry registry, String outcome, ToDoubleFunction<LearningReport> count) {
        FunctionCounter.builder(
                        EmfsMeter.RETRAININGS.meterName(), channel, from -> count.applyAsDouble(from.learning()))
                .tags(EmfsMeter.RETRAININGS.tagged(channel.node(), outcome))
                .register(registry);
    }

    private void error(MeterRegistry registry, String of, ToDoubleFunction<LearningReport> error) {
        Gauge.builder(EmfsMeter.HELD_OUT_ERROR.meterName(), channel, from -> error.applyAsDouble(from.learning()))
                .tags(EmfsMeter.HELD_OUT_ERROR.tagged(channel.node(), of))
                .register(registry);
    }

    private void gauge(MeterRegistry registry, EmfsMeter meter, ToDoubleFunction<LearningReport> value) {
        Gauge.builder(meter.meterName(), channel, from -> value.applyAsDouble(from.learning()))
                .tags(meter.tagged(channel.node()))
                .register(registry);
    }
}

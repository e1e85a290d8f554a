package io.emfs.pipeline.metrics;

import io.emfs.pipeline.channel.LocalChannel;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Shows what a {@link LocalChannel} dropped, and how long nobody took anything from it. */
public final class ChannelMeters implements MeterBinder {
    private static final double NS_PER_SECOND = 1e9;

    private final LocalChannel channel;

    public ChannelMeters(LocalChannel channel) {
        this.channel = channel;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder(EmfsMeter.EVENTS_DROPPED.meterName(), channel, LocalChannel::droppedCount)
                .tags(EmfsMeter.EVENTS_DROPPED.tagged(channel.node(), "channel-full"))
                .register(registry);
        Gauge.builder(EmfsMeter.JOB_ABSENCE.meterName(), channel, taken -> taken.absenceNs() / NS_PER_SECOND)
                .tags(EmfsMeter.JOB_ABSENCE.tagged(channel.node()))
                .register(registry);
    }
}

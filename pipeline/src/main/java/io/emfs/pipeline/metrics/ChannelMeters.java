package io.emfs.pipeline.metrics;

import io.emfs.pipeline.channel.LocalChannel;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Shows what a {@link LocalChannel} dropped. */
public final class ChannelMeters implements MeterBinder {
    private final LocalChannel channel;

    public ChannelMeters(LocalChannel channel) {
        this.channel = channel;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder(EmfsMeter.EVENTS_DROPPED.meterName(), channel, LocalChannel::droppedCount)
                .tags(EmfsMeter.EVENTS_DROPPED.tagged(channel.node(), "channel-full"))
                .register(registry);
    }
}

package io.emfs.pipeline.metrics;

import static io.emfs.pipeline.Events.key;
import static io.emfs.pipeline.Events.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.pipeline.channel.LocalChannel;
import io.emfs.pipeline.channel.LocalChannels;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EmfsMeterTest {
    @Test
    void followsPrometheusInItsNames() {
        assertThat(EmfsMeter.values()).allSatisfy(meter -> {
            assertThat(meter.meterName()).matches("emfs_[a-z_]+");
            assertThat(meter.meterName().endsWith("_total")).isEqualTo(meter.type() == Meter.Type.COUNTER);
            assertThat(meter.meterName().matches(".*_seconds(_total)?"))
                    .isEqualTo(meter.unit().equals("seconds"));
        });
        assertThat(Arrays.stream(EmfsMeter.values()).map(EmfsMeter::meterName)).doesNotHaveDuplicates();
    }

    @Test
    void refusesTagsThatDoNotFit() {
        assertThat(EmfsMeter.EVENTS_DROPPED.tagged("n1", "channel-full"))
                .containsExactly("node", "n1", "cause", "channel-full");
        assertThatThrownBy(() -> EmfsMeter.EVENTS_DROPPED.tagged("n1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("emfs_events_dropped_total");
    }

    @Test
    void showsWhatAChannelDropped() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        LocalChannel channel = LocalChannels.open("n1", 8);
        try {
            new ChannelMeters(channel).bindTo(registry);
            for (int i = 0; i < 10; i++) {
                channel.offer(request(key("f"), i));
            }
            assertThat(registry.scrape()).contains("emfs_events_dropped_total{cause=\"channel-full\",node=\"n1\"} 2.0");
        } finally {
            LocalChannels.close("n1");
        }
    }
}

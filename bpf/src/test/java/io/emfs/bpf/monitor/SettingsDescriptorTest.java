package io.emfs.bpf.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsDescriptorTest {
    private static final long NS_PER_MS = 1_000_000;

    @Test
    void tellsTheQuantaOfAllQueues() {
        ByteBuffer settings = settings(List.of());

        assertThat(settings.getInt(SettingsDescriptor.QUEUES_OFFSET)).isEqualTo(6);
        assertThat(quantum(settings, 0)).isEqualTo(20 * NS_PER_MS);
        assertThat(quantum(settings, 5)).isEqualTo(500 * NS_PER_MS);
        assertThat(quantum(settings, 6)).isZero();
        assertThat(settings.getInt(SettingsDescriptor.LATE_OFFSET)).isEqualTo(1);
        assertThat(settings.getInt(SettingsDescriptor.TYPED_POINTERS_OFFSET)).isEqualTo(1);
        assertThat(settings.getInt(SettingsDescriptor.THREAD_ITERATORS_OFFSET)).isEqualTo(1);
        assertThat(settings.getInt(SettingsDescriptor.PEERS_OFFSET)).isZero();
    }

    @Test
    void knowsThePeriodOfTheTick() {
        // CONFIG_HZ is 100, 250, 300 or 1000
        assertThat(settings(List.of()).getLong(SettingsDescriptor.TICK_NS_OFFSET))
                .isBetween(NS_PER_MS, 10 * NS_PER_MS);
    }

    @Test
    void hasAPowerOfTwoOfPlacesForConnections() {
        ByteBuffer settings = settings(List.of("monitor.max-sockets=1000"));

        assertThat(settings.getInt(SettingsDescriptor.PLACES_LOG2_OFFSET)).isEqualTo(9);
        assertThat(settings.getInt(SettingsDescriptor.MAX_CONNECTIONS_OFFSET)).isEqualTo(1000);
        assertThat(settings(List.of("monitor.max-sockets=1")).getInt(SettingsDescriptor.PLACES_LOG2_OFFSET))
                .isEqualTo(1);
    }

    @Test
    void leavesOutWhatIsNotEnforced() {
        ByteBuffer settings = settings(List.of("policy.quanta=keep", "policy.late=keep", "monitor.max-peers=1"));

        assertThat(settings.getInt(SettingsDescriptor.QUEUES_OFFSET)).isZero();
        assertThat(settings.getInt(SettingsDescriptor.LATE_OFFSET)).isZero();
        assertThat(settings.getInt(SettingsDescriptor.PEERS_OFFSET)).isEqualTo(1);
    }

    private static long quantum(ByteBuffer settings, int index) {
        return settings.getLong(SettingsDescriptor.QUANTA_NS_OFFSET + index * Long.BYTES);
    }

    private static ByteBuffer settings(List<String> overrides) {
        EmfsConfig config = ConfigLoader.defaults(overrides).config();
        return ByteBuffer.wrap(SettingsDescriptor.of(config, true, true)).order(ByteOrder.nativeOrder());
    }
}
